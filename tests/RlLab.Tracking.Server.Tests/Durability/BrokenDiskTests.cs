using System.Net;
using Dapper;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Durability;

public sealed class BrokenDiskTests
{
    [Theory]
    [InlineData("PRAGMA max_page_count = 1", "disk is full")]
    [InlineData("PRAGMA query_only = 1", "read-only")]
    public async Task A_disk_that_takes_no_more_is_told_in_MLflows_shape_and_breaks_nothing(string pragma, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var big = Enumerable.Range(0, 100).Select(index => new { key = $"tag-{index}", value = new string('x', 8000) });

        server.Server.Database.Configure(pragma);
        var refused = await server.PostAsync("runs/log-batch", new { run_id = run, tags = big });
        server.Server.Database.Configure("PRAGMA query_only = 0; PRAGMA max_page_count = 1000000000");

        refused.Status.Should().Be(HttpStatusCode.InternalServerError);
        refused.ErrorCode.Should().Be("INTERNAL_ERROR");
        refused.ErrorMessage.Should().Contain(expected).And.Contain("Nothing was written");
        (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!["tags"]!.AsArray().Should().HaveCount(1);
        (await server.PostAsync("runs/log-batch", new { run_id = run, tags = big })).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_says_so()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var start = () => TrackingServer.StartAsync(new TrackingServerOptions { Directory = Path.Combine(file, "results") });

        (await start.Should().ThrowAsync<TrackingServerException>()).WithMessage($"The results in {file}*cannot be opened*choose another one.");
    }

    [Fact]
    public async Task A_file_that_is_no_database_says_so()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "mlflow.db"), new string('?', 5000), TestContext.Current.CancellationToken);

        var start = () => TrackingServer.StartAsync(new TrackingServerOptions { Directory = folder.Path });

        (await start.Should().ThrowAsync<TrackingServerException>()).WithMessage("*cannot be opened*not a database*");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(folder.Path))
        {
            server.Server.Database.Write(writer => writer.Connection.Execute("INSERT INTO migrations VALUES (999)"));
        }

        var start = () => TrackingServer.StartAsync(new TrackingServerOptions { Directory = folder.Path });

        (await start.Should().ThrowAsync<TrackingServerException>()).WithMessage("*written by a newer RlLab*999*");
    }

    [Fact]
    public async Task A_port_that_is_taken_says_so()
    {
        await using var first = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();

        var start = () => TrackingServer.StartAsync(new TrackingServerOptions { Directory = folder.Path, Port = first.Server.Address.Port });

        (await start.Should().ThrowAsync<TrackingServerException>()).WithMessage($"Port {first.Server.Address.Port} *taken*");
    }
}
