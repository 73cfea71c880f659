using System.Net;
using System.Text;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class SecurityTests
{
    private const string Token = "0123456789abcdef";

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
    public async Task A_page_of_the_server_itself_may_write_by_whatever_name_it_is_reached()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.SendAsync(
            HttpMethod.Post, "experiments/create", new StringContent("""{"name":"x"}""", Encoding.UTF8, "application/json"),
            ("Host", "192.168.1.20:5000"), ("Origin", "http://192.168.1.20:5000"));

        reply.Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("experiments/get?experiment_id=0")]
    [InlineData("/api/3.0/mlflow/server-info")]
    [InlineData("/graphql")]
    [InlineData("/")]
    [InlineData("/get-artifact?run_id=x&path=y")]
    [InlineData("/api/2.0/mlflow/nope")]
    public async Task Who_does_not_know_the_token_gets_nothing(string path)
    {
        await using var server = await TestServer.StartAsync(token: Token);

        foreach (var authorization in (string[])
            ["", $"Bearer {Token[..^1]}x", $"Bearer {Token}x", "Bearer", $"Token {Token}", "Basic ???", Basic("ann", "wrong"), Basic(Token, "")])
        {
            var reply = await server.SendAsync(HttpMethod.Get, path, null, ("Authorization", authorization));
            reply.Status.Should().Be(HttpStatusCode.Unauthorized, $"'{authorization}' is not it");
            reply.Message.Headers.WwwAuthenticate.ToString().Should().StartWith("Basic realm=", "a browser then asks for it");
        }

        (await server.GetAsync("/health")).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync("/version")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Bearer 0123456789abcdef")]
    [InlineData("bearer 0123456789abcdef")]
    [InlineData("Basic OjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("Basic YW5uOjAxMjM0NTY3ODlhYmNkZWY=")]
    public async Task Who_knows_the_token_is_let_in_by_any_name_of_the_machine(string authorization)
    {
        await using var server = await TestServer.StartAsync(token: Token);

        var reply = await server.SendAsync(
            HttpMethod.Get, "experiments/get?experiment_id=0", null, ("Authorization", authorization), ("Host", "gpu7.example"));

        reply.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Other_machines_reach_only_a_server_with_a_token()
    {
        using var folder = new TemporaryFolder();
        var options = new TrackingServerOptions { Directory = folder.Path, Host = IPAddress.Any };

        var open = () => TrackingServer.StartAsync(options, TestContext.Current.CancellationToken);
        (await open.Should().ThrowAsync<TrackingServerException>()).WithMessage("*give it a token*");

        await using var server = await TrackingServer.StartAsync(options with { Token = Token }, TestContext.Current.CancellationToken);
        server.Address.Host.Should().Be("127.0.0.1", "this machine reaches it there");
        using var client = new HttpClient();
        (await client.GetAsync(server.Address, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void A_token_that_is_soon_guessed_is_refused()
    {
        var guessed = () => new TrackingServerOptions { Directory = ".", Token = "password" };

        guessed.Should().Throw<ArgumentException>().WithMessage("*16 or more*");
    }

    [Theory]
    [InlineData("GET", "/api/2.0/mlflow/nope", 404, true)]
    [InlineData("GET", "/ajax-api/3.0/mlflow/nope", 404, true)]
    [InlineData("GET", "/api/2.0/mlflow/runs/create", 405, true)]
    [InlineData("GET", "/api/2.0/mlflow/runs/get?run_id=nothing", 404, true)]
    [InlineData("GET", "/v1/nope", 404, true)]
    [InlineData("GET", "/nope", 404, false)]
    [InlineData("POST", "/", 405, false)]
    [InlineData("GET", "/runs/nothing", 404, false)]
    [InlineData("GET", "/runs/nothing/artifacts/a.txt", 404, false)]
    public async Task An_error_of_the_API_is_JSON_and_one_of_the_pages_is_a_page(string method, string path, int status, bool isOfTheApi)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.SendAsync(new HttpMethod(method), path);

        ((int)reply.Status).Should().Be(status);
        reply.Type.Should().Be(isOfTheApi ? "application/json" : "text/html; charset=utf-8");
        reply.Message.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        if (isOfTheApi)
        {
            reply.ErrorCode.Should().NotBeNullOrEmpty();
        }
        else
        {
            reply.Text.Should().Contain("All experiments", "there is a way on");
        }
    }

    [Fact]
    public async Task Pages_of_other_sites_may_ask_but_get_no_leave_to_read()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.SendAsync(HttpMethod.Get, "experiments/get?experiment_id=0", null, ("Origin", "http://evil.example"));

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.Message.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();
    }

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
