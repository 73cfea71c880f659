using System.Net;
using System.Text;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>How long things may be: what MLflow checks, and where it checks nothing what its columns hold.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _run = await _server.CreateRunAsync("0");
        await _server.PostAsync("registered-models/create", new { name = "policy" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("experiments/create", """{"name":"LONG"}""", 500)]
    [InlineData("experiments/create", """{"name":"x","artifact_location":"s3://LONG"}""", 2043)]
    [InlineData("experiments/set-experiment-tag", """{"experiment_id":"0","key":"k","value":"LONG"}""", 5000)]
    [InlineData("runs/create", """{"experiment_id":"0","run_name":"LONG"}""", 250)]
    [InlineData("runs/create", """{"experiment_id":"0","user_id":"LONG"}""", 256)]
    [InlineData("runs/create", """{"experiment_id":"0","tags":[{"key":"mlflow.runName","value":"LONG"}]}""", 250)]
    [InlineData("runs/update", """{"run_id":"RUN","run_name":"LONG"}""", 250)]
    [InlineData("runs/set-tag", """{"run_id":"RUN","key":"mlflow.runName","value":"LONG"}""", 250)]
    [InlineData("runs/set-tag", """{"run_id":"RUN","key":"LONG","value":""}""", 250)]
    [InlineData("runs/log-parameter", """{"run_id":"RUN","key":"LONG","value":""}""", 250)]
    [InlineData("runs/log-metric", """{"run_id":"RUN","key":"LONG","value":1,"timestamp":1}""", 250)]
    [InlineData("registered-models/create", """{"name":"LONG"}""", 256)]
    [InlineData("registered-models/create", """{"name":"x","description":"LONG"}""", 5000)]
    [InlineData("registered-models/set-tag", """{"name":"policy","key":"k","value":"LONG"}""", 100000)]
    [InlineData("model-versions/create", """{"name":"policy","source":"s3://LONG"}""", 495)]
    [InlineData("logged-models", """{"experiment_id":"0","name":"LONG"}""", 500)]
    public async Task What_is_as_long_as_it_may_be_is_taken_and_one_character_more_is_refused(string path, string body, int longest)
    {
        var taken = await SendAsync(longest);
        var refused = await SendAsync(longest + 1);

        taken.Status.Should().Be(HttpStatusCode.OK, taken.Text);
        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        refused.ErrorMessage.Should().Contain("exceeds the maximum length of");

        Task<Reply> SendAsync(int length) => _server.PostAsync(path, body.Replace("RUN", _run).Replace("LONG", new string('x', length)));
    }

    [Fact]
    public async Task A_body_longer_than_any_that_makes_sense_is_not_read()
    {
        var reply = await _server.SendAsync(
            HttpMethod.Post,
            "runs/log-batch",
            new StringContent(new string(' ', (32 << 20) + 1), Encoding.UTF8, "application/json"),
            ("Expect", "100-continue"));

        reply.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        reply.ErrorCode.Should().Be("BAD_REQUEST");
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a\"b")]
    [InlineData("<b>&")]
    [InlineData("ü文")]
    public async Task A_text_stands_in_a_reply_as_it_is(string name)
    {
        var reply = await _server.GetAsync($"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}");

        reply.Text.Should().Contain(name.Replace("\"", "\\\""), "MLflow's clients look for it so");
    }

    [Theory]
    [InlineData("""{"experiment_id":"0","run_name":"\ud83d"}""")]
    [InlineData("""{"experiment_id":"0","tags":[{"key":"k","value":"\ude00\ud83d"}]}""")]
    [InlineData("""{"experiment_id":"0","\ud83d":1}""")]
    public async Task Half_a_character_is_refused(string body)
    {
        var reply = await _server.PostAsync("runs/create", body);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain("half of a character");
    }

    [Fact]
    public async Task A_body_that_is_not_text_is_refused()
    {
        var body = new ByteArrayContent([.. "{\"experiment_id\":\"0\",\"run_name\":\""u8, 0xff, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");

        var reply = await _server.SendAsync(HttpMethod.Post, "runs/create", body);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain("UTF-8");
    }

    [Fact]
    public async Task The_server_tells_what_it_has()
    {
        var reply = await _server.GetAsync("/api/3.0/mlflow/server-info");

        reply.Json["store_type"]!.GetValue<string>().Should().Be("SqlStore");
        reply.Json["workspaces_enabled"]!.GetValue<bool>().Should().BeFalse();
    }
}
