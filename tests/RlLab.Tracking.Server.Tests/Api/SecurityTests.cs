using System.Net;
using System.Text;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("127.0.0.1:80", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("192.168.1.20:5000", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("172.31.255.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    public async Task Only_near_hosts_are_answered(string host, bool allowed)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.SendAsync(HttpMethod.Get, "experiments/get?experiment_id=0", null, ("Host", host));
        var health = await server.SendAsync(HttpMethod.Get, "/health", null, ("Host", host));

        reply.Status.Should().Be(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        health.Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("POST", "http://localhost:3000", true)]
    [InlineData("POST", "http://127.0.0.1:8080", true)]
    [InlineData("POST", "http://[::1]:8080", true)]
    [InlineData("POST", "null", false)]
    [InlineData("POST", "http://evil.example", false)]
    [InlineData("POST", "http://localhost.evil.example", false)]
    [InlineData("PUT", "http://evil.example", false)]
    [InlineData("DELETE", "http://evil.example", false)]
    [InlineData("PATCH", "http://evil.example", false)]
    public async Task Pages_of_other_sites_cannot_write(string method, string origin, bool allowed)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.SendAsync(
            new HttpMethod(method), "experiments/create", new StringContent("""{"name":"x"}""", Encoding.UTF8, "application/json"),
            ("Origin", origin));

        reply.Status.Should().Be(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await server.GetAsync("experiments/get-by-name?experiment_name=x")).Status
            .Should().Be(allowed ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_of_other_sites_may_ask_but_get_no_leave_to_read()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.SendAsync(HttpMethod.Get, "experiments/get?experiment_id=0", null, ("Origin", "http://evil.example"));

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.Message.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();
    }
}
