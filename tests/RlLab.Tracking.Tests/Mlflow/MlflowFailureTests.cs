using Microsoft.AspNetCore.Http;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>Servers that are away, slow, hostile or no MLflow at all: one kind of exception, with the way out.</summary>
public sealed class MlflowFailureTests
{
    private int _requests;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unknown endpoint", MlflowFailure.NotMlflow, "404*Check the address")]
    [InlineData("wrong method", MlflowFailure.NotMlflow, "405*Check the address")]
    [InlineData("foreign host", MlflowFailure.HostRefused, "403: Invalid Host header*--allowed-hosts")]
    [InlineData("foreign origin", MlflowFailure.HostRefused, "403: Cross-origin request blocked*")]
    [InlineData("no content type", MlflowFailure.Refused, "400 INVALID_PARAMETER_VALUE: Bad Request. Content-Type must")]
    [InlineData("broken JSON", MlflowFailure.Refused, "400 BAD_REQUEST: (raised as a result of Query-invoked autoflush")]
    public async Task Recorded_errors_of_every_shape_are_told(string step, MlflowFailure failure, string message)
    {
        var recorded = RecordedExchange.All[step];
        await using var server = await Answering(recorded.Status, (string)recorded.Response["type"]!, recorded.Text);

        var error = await Fail(server, client => client.Runs.GetAsync("r", Stop));

        error.Failure.Should().Be(failure);
        error.Message.Should().Match($"GET {server.Address}api/2.0/mlflow/runs/get answered {message}*");
        _requests.Should().Be(1, "what is refused is not repeated");
    }

    [Theory]
    [InlineData(401, "text/html", "<h1>Unauthorized</h1>", MlflowFailure.Unauthorized,
        "*MLFLOW_TRACKING_USERNAME*MLFLOW_TRACKING_TOKEN*")]
    [InlineData(401, "text/plain", "You are not authenticated. Please see https://example", MlflowFailure.Unauthorized,
        "*You are not authenticated*MLFLOW_TRACKING_PASSWORD*")]
    [InlineData(403, "application/json", """{"error_code": "PERMISSION_DENIED", "message": "Permission denied"}""",
        MlflowFailure.Unauthorized, "*PERMISSION_DENIED: Permission denied*")]
    [InlineData(403, "text/plain; charset=no-such", "Permission denied", MlflowFailure.Unauthorized, "*Permission denied*")]
    [InlineData(200, "text/html", "<html><title>Log in</title></html>", MlflowFailure.NotMlflow, "*not MLflow's*Log in*")]
    [InlineData(200, "application/json", "[]", MlflowFailure.NotMlflow, "*not MLflow's*")]
    [InlineData(200, "application/json", """{"run": {"info": {"run_id": "r"}}}""", MlflowFailure.NotMlflow, "*not MLflow's*")]
    [InlineData(200, "application/json", "null", MlflowFailure.NotMlflow, "*not MLflow's*")]
    [InlineData(413, "text/html", "<h1>Request Entity Too Large</h1>", MlflowFailure.Refused, "*413*")]
    [InlineData(400, "application/json", """{"error_code": 400, "message": null}""", MlflowFailure.Refused, "*400*")]
    [InlineData(501, "application/json", """{"error_code": "NOT_IMPLEMENTED", "message": "no"}""", MlflowFailure.Unsupported,
        "*NOT_IMPLEMENTED*")]
    public async Task Other_answers_are_told(int status, string type, string body, MlflowFailure failure, string message)
    {
        await using var server = await Answering(status, type, body);

        var error = await Fail(server, client => client.Runs.GetAsync("r", Stop));

        error.Failure.Should().Be(failure);
        error.Message.Should().Match(message);
        error.Status.Should().Be(status);
    }

    [Fact]
    public async Task A_redirection_is_told_and_not_followed()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.Redirect("https://mlflow.example/login");
            return Task.CompletedTask;
        });

        var error = await Fail(server, client => client.Runs.SetTagAsync("r", "a", "b", Stop));

        error.Failure.Should().Be(MlflowFailure.NotMlflow);
        error.Message.Should().Contain("https://mlflow.example/login");
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_repeated_as_often_as_asked_for(int status)
    {
        await using var server = await Answering(status, "text/html", "<h1>no</h1>");

        var error = await Fail(server, client => client.Runs.SetTagAsync("r", "a", "b", Stop));

        error.Failure.Should().Be(MlflowFailure.Unavailable);
        error.IsTransient.Should().BeTrue();
        _requests.Should().Be(4);
    }

    [Fact]
    public async Task Waits_double_and_the_servers_own_word_goes_before()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            _requests++;
            context.Response.StatusCode = _requests == 6 ? 200 : 503;
            if (_requests == 3)
            {
                context.Response.Headers.RetryAfter = "17";
            }

            return _requests == 6 ? context.Response.WriteAsync("{}") : Task.CompletedTask;
        });
        var clock = new RecordingClock();
        var settings = new MlflowSettings(server.Address) { Retry = new MlflowRetry { Timeout = TimeSpan.FromHours(1) } };
        using var client = new MlflowClient(settings, clock, new RandomGenerator(3));

        await client.Runs.SetTagAsync("r", "a", "b", Stop);

        var waits = clock.Waits.Select(wait => wait.TotalSeconds).ToList();
        waits.Should().HaveCount(4, "the first repetition does not wait");
        waits[0].Should().BeInRange(4, 5);
        waits[1].Should().Be(17);
        waits[2].Should().BeInRange(16, 17);
        waits[3].Should().BeInRange(32, 33);
        waits.Select(wait => wait % 1).Should().OnlyHaveUniqueItems("chance spreads clients that failed together");
    }

    [Fact]
    public async Task A_server_that_asks_to_be_left_alone_is_not_heard_where_the_settings_say_so()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++_requests == 3 ? 200 : 503;
            context.Response.Headers.RetryAfter = "600";
            return _requests == 3 ? context.Response.WriteAsync("{}") : Task.CompletedTask;
        });
        var clock = new RecordingClock();
        var settings = new MlflowSettings(server.Address) { Retry = new MlflowRetry { Timeout = TimeSpan.FromHours(1), RespectRetryAfter = false } };
        using var client = new MlflowClient(settings, clock, new RandomGenerator(3));

        await client.Runs.SetTagAsync("r", "a", "b", Stop);

        clock.Waits.Should().ContainSingle().Which.TotalSeconds.Should().BeInRange(4, 5);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_time_than_a_timer_measures_is_left_alone_for_a_day()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++_requests == 2 ? 200 : 503;
            context.Response.Headers.RetryAfter = "99999999";
            return _requests == 2 ? context.Response.WriteAsync("{}") : Task.CompletedTask;
        });
        var clock = new RecordingClock { Endless = TimeSpan.FromDays(2) };
        var settings = new MlflowSettings(server.Address) { Retry = new MlflowRetry { Timeout = TimeSpan.FromDays(2) } };
        using var client = new MlflowClient(settings, clock, new RandomGenerator(3));

        await client.Runs.SetTagAsync("r", "a", "b", Stop);

        clock.Waits.Should().Equal(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_server_stored_is_repeated()
    {
        var stored = new List<string>();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            stored.Add(System.Text.Encoding.UTF8.GetString(await LocalServer.BodyAsync(context)));
            if (stored.Count == 1)
            {
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("{");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await context.Response.WriteAsync("{}");
        });
        using var client = Clients.Client(server.Address);

        await client.Runs.LogBatchAsync("r", [new MlflowMetric("loss", 0.5, DateTimeOffset.UnixEpoch, 2)], [], [], Stop);

        stored.Should().HaveCount(2).And.OnlyContain(body => body == stored[0]);
    }

    [Fact]
    public async Task What_creates_is_never_repeated()
    {
        await using var server = await Answering(503, "text/plain", "later");

        await Fail(server, client => client.Runs.CreateAsync("1", cancellation: Stop));
        await Fail(server, client => client.Experiments.CreateAsync("e", cancellation: Stop));

        _requests.Should().Be(2);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_told()
    {
        await using var server = await LocalServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var impatient = MlflowRetry.None with { Timeout = TimeSpan.FromMilliseconds(50) };
        using var client = Clients.Client(new MlflowSettings(server.Address) { Retry = impatient });

        var get = () => client.Runs.GetAsync("r", Stop);
        var error = (await get.Should().ThrowAsync<MlflowException>()).Which;

        error.Failure.Should().Be(MlflowFailure.Unreachable);
        error.Message.Should().Contain("did not answer in time");
    }

    [Fact]
    public async Task Giving_up_is_no_failure_of_the_server()
    {
        await using var server = await LocalServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = Clients.Client(server.Address);
        using var stop = new CancellationTokenSource(50);

        await FluentActions.Awaiting(() => client.Runs.GetAsync("r", stop.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Where_nobody_listens_the_address_is_told()
    {
        var gone = await Answering(200, "text/plain", "");
        await gone.DisposeAsync();

        var error = await Fail(gone, client => client.GetVersionAsync(Stop));

        error.Failure.Should().Be(MlflowFailure.Unreachable);
        error.Message.Should().Match($"GET {gone.Address}version could not be reached: *refused*. Check that the server runs*");
    }

    [Fact]
    public async Task A_web_server_that_is_not_MLflow_has_no_version()
    {
        await using var server = await Answering(200, "text/html", "<html>It works!</html>");
        (await Fail(server, client => client.GetVersionAsync(Stop))).Failure.Should().Be(MlflowFailure.NotMlflow);
    }

    private async Task<LocalServer> Answering(int status, string type, string body) =>
        await LocalServer.StartAsync(async context =>
    {
        Interlocked.Increment(ref _requests);
        context.Response.StatusCode = status;
        context.Response.Headers.ContentType = type;
        await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
    });

    private static async Task<MlflowException> Fail(LocalServer server, Func<MlflowClient, Task> call)
    {
        using var client = Clients.Client(server.Address);
        return (await FluentActions.Awaiting(() => call(client)).Should().ThrowAsync<MlflowException>()).Which;
    }
}
