using Microsoft.AspNetCore.Http;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>Servers that are older than what is asked of them.</summary>
public sealed class MlflowVersionTests
{
    private readonly List<string> _asked = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logged_models_on_MLflow_2_are_told_and_its_version_is_asked_once()
    {
        await using var server = await OldAsync("2.21.1");
        using var client = Clients.Client(server.Address);
        Func<Task>[] calls =
        [
            () => client.LoggedModels.CreateAsync("1", "agent", cancellation: Stop), () => client.LoggedModels.GetAsync("m-1", Stop),
            () => client.LoggedModels.SearchAsync(["1"], cancellation: Stop).ToListAsync(Stop).AsTask(),
            () => client.LoggedModels.FinishAsync("m-1", cancellation: Stop),
            () => client.LoggedModels.DeleteAsync("m-1", Stop), () => client.LoggedModels.SetTagsAsync("m-1", [new("a", "1")], Stop),
            () => client.LoggedModels.DeleteTagAsync("m-1", "a", Stop), () => client.LoggedModels.LogParametersAsync("m-1", [new("a", "1")], Stop),
            () => client.Runs.LogOutputsAsync("r", [new("m-1", 1)], Stop),
        ];
        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<MlflowException>()
                .WithMessage($"Logged models need MLflow 3 or later, and {server.Address} is MLflow 2.21.1.*"))
                .Which.Should().Match<MlflowException>(error => error.Failure == MlflowFailure.Unsupported && !error.IsTransient
                    && error.IsAboutTheRequest);
        }

        _asked.Count(path => path == "/version").Should().Be(1);
    }

    [Fact]
    public async Task What_a_new_server_does_not_know_is_not_put_down_to_its_age()
    {
        await using var server = await OldAsync("3.11.2");
        using var client = Clients.Client(server.Address);

        var get = () => client.LoggedModels.GetAsync("m-1", Stop);

        (await get.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotMlflow);
    }

    [Fact]
    public async Task A_short_tag_does_not_ask_for_the_version()
    {
        await using var server = await OldAsync("2.21.1");
        using var client = Clients.Client(server.Address);

        await client.Runs.SetTagAsync("r", "t", new string('v', 5000), Stop);
        var set = () => client.Runs.SetTagAsync("r", "t", new string('v', 5001), Stop);

        await set.Should().ThrowAsync<MlflowException>().WithMessage("*5,001 characters; MLflow keeps 5,000*");
        _asked.Should().Equal("/api/2.0/mlflow/runs/set-tag", "/version");
    }

    private Task<LocalServer> OldAsync(string version) => LocalServer.StartAsync(context =>
    {
        var path = LocalServer.RawPath(context);
        _asked.Add(path);
        return path switch
        {
            "/version" => context.Response.WriteAsync(version),
            _ when path.Contains("logged-models") || path.EndsWith("outputs") =>
                LocalServer.AnswerAsync(context, 404, "text/html", "<!doctype html>Not Found"),
            _ => LocalServer.AnswerAsync(context, 200, "application/json", "{}"),
        };
    });
}
