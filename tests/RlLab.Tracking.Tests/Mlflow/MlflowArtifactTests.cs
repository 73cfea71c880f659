using System.Net;
using Microsoft.AspNetCore.Http;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>Files wherever a server keeps them, of any size, over a network that breaks.</summary>
public sealed class MlflowArtifactTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stream_that_cannot_seek_is_sent_with_its_length_and_again()
    {
        var bodies = new List<string>();
        using var client = Clients.Client(async request =>
        {
            var body = await request.Content!.ReadAsStringAsync(Stop);
            bodies.Add($"{request.Content.Headers.ContentLength} {body}");
            return bodies.Count == 1 ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : Answer("{}");
        });

        await client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts"))
            .UploadAsync("a.txt", new Forwards("hello"u8.ToArray()), Stop);

        bodies.Should().Equal("5 hello", "5 hello");
    }

    [Fact]
    public async Task A_download_that_breaks_is_begun_again()
    {
        var tries = 0;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100_000;
            await context.Response.Body.WriteAsync(new byte[++tries % 2 == 1 ? 50_000 : 100_000]);
            await context.Response.Body.FlushAsync();
            if (tries % 2 == 1)
            {
                context.Abort();
            }
        });
        using var client = Clients.Client(server.Address);
        var files = client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts"));

        await files.DownloadAsync("a.bin", _folder.File("a.bin"), Stop);
        new FileInfo(_folder.File("a.bin")).Length.Should().Be(100_000);
        tries.Should().Be(2);
    }

    [Fact]
    public async Task A_download_that_breaks_is_told_where_what_is_written_cannot_be_taken_back()
    {
        var tries = 0;
        using var client = Clients.Client(_ => Task.FromResult(new HttpResponseMessage(
            ++tries == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK)
        { Content = new StreamContent(new Breaking(50_000)) }));
        using var sink = new CountingSink();

        var download = () => client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts")).DownloadAsync("a.bin", sink, Stop);

        (await download.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.Unreachable);
        (tries, sink.Count).Should().Be((2, 50_000));
    }

    [Fact]
    public async Task A_broken_download_leaves_what_was_there()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        File.WriteAllText(_folder.File("a.txt"), "whole");
        using var client = Clients.Client(server.Address);

        var download = () => client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts")).DownloadAsync("a.txt", _folder.File("a.txt"), Stop);

        await download.Should().ThrowAsync<MlflowException>();
        Directory.GetFiles(_folder.File(".")).Should().ContainSingle();
        File.ReadAllText(_folder.File("a.txt")).Should().Be("whole");
    }

    [Fact]
    public async Task A_silence_in_the_middle_of_a_download_is_told()
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var client = Clients.Client(
            new MlflowSettings(server.Address) { Retry = MlflowRetry.None with { Timeout = TimeSpan.FromSeconds(2) } });

        await using var content = await client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts")).OpenAsync("a.txt", Stop);

        var read = () => content.CopyToAsync(Stream.Null, Stop);
        await read.Should().ThrowAsync<MlflowException>().WithMessage("*did not answer in time*");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\\..\\b")]
    public async Task A_server_does_not_say_where_to_write_on_this_machine(string path)
    {
        using var client = Clients.Client(request => Task.FromResult(Answer(request.RequestUri!.Query.Contains("path=1%2Fabc%2Fartifacts")
            ? $$"""{"files": [{"path": {{System.Text.Json.JsonSerializer.Serialize(path)}}, "is_dir": false}]}""" : "owned")));

        var download = () => client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts")).DownloadFolderAsync(null, _folder.File("in/down"), Stop);

        (await download.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.Refused);
        Directory.GetFiles(_folder.File("."), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a/../b")]
    [InlineData("a%2e%2e")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    public async Task A_path_that_a_server_refuses_or_reads_otherwise_is_not_sent(string path)
    {
        using var client = Clients.Client(_ => throw new InvalidOperationException("nothing is asked"));
        var files = client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts"));
        Func<Task>[] calls =
        [
            () => files.UploadAsync(path, new MemoryStream(), Stop), () => files.UploadAsync(path, _folder.File("no"), Stop),
            () => files.OpenAsync(path, Stop), () => files.DownloadAsync(path, new MemoryStream(), Stop), () => files.DeleteAsync(path, Stop),
            () => files.ListAsync(path, cancellation: Stop).ToListAsync(Stop).AsTask(), () => files.DownloadAsync(path, _folder.File("x"), Stop),
        ];
        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.Refused);
        }
    }

    [Fact]
    public async Task A_store_in_a_folder_of_this_machine_is_read_and_written_directly()
    {
        using var client = Clients.Client(new Uri("http://127.0.0.1:1"));
        var files = client.Artifacts.Of(Run(new Uri(_folder.File("store")).AbsoluteUri));

        (await files.ListAsync(cancellation: Stop).ToListAsync(Stop)).Should().BeEmpty();
        await files.UploadAsync("notes/a.txt", new MemoryStream("hello"u8.ToArray()), Stop);

        File.ReadAllText(_folder.File("store/notes/a.txt")).Should().Be("hello");
        (await files.ListAsync(recursive: true, cancellation: Stop).ToListAsync(Stop)).Should().Equal(new MlflowFile("notes/a.txt", false, 5));
        await files.DownloadAsync("notes/a.txt", _folder.File("down.txt"), Stop);
        File.ReadAllText(_folder.File("down.txt")).Should().Be("hello");
        await files.DeleteAsync("notes", Stop);
        var open = () => files.OpenAsync("notes/a.txt", Stop);
        (await open.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotFound);
    }

    [Fact]
    public async Task Links_that_lead_round_in_a_circle_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Directory.CreateDirectory(_folder.File("up/in"));
        File.WriteAllText(_folder.File("up/in/a.txt"), "hello");
        Directory.CreateSymbolicLink(_folder.File("up/in/round"), _folder.File("up"));
        Directory.CreateDirectory(_folder.File("store"));
        Directory.CreateSymbolicLink(_folder.File("store/round"), _folder.File("store"));
        using var client = Clients.Client(new Uri("http://127.0.0.1:1"));
        var files = client.Artifacts.Of(Run(new Uri(_folder.File("store")).AbsoluteUri));

        await files.UploadFolderAsync(null, _folder.File("up"), Stop);

        (await files.ListAsync(recursive: true, cancellation: Stop).Select(file => file.Path).ToListAsync(Stop)).Should().Equal("in/a.txt");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "s3://bucket/1/abc/artifacts")]
    [InlineData("http://mlflow.example", "file:///srv/mlruns/1/abc/artifacts")]
    [InlineData("http://mlflow.example", "/srv/mlruns/1/abc/artifacts")]
    [InlineData("http://mlflow.example", "mlflow-artifacts://other.example/1/abc/artifacts")]
    public async Task A_store_that_the_client_cannot_reach_is_read_through_the_server_and_not_written(string server, string location)
    {
        var asked = new List<string>();
        using var handler = new AnsweringHandler(request =>
        {
            asked.Add(request.RequestUri!.PathAndQuery);
            return Task.FromResult(Answer(asked.Count == 1 ? """{"files": [{"path": "a/b.txt", "is_dir": false, "file_size": 5}]}""" : "hello"));
        });
        using var client = new MlflowClient(new MlflowSettings(new Uri(server)), TimeProvider.System, new RandomGenerator(1), handler);
        var files = client.Artifacts.Of(Run(location));

        (await files.ListAsync("a", cancellation: Stop).ToListAsync(Stop)).Should().Equal(new MlflowFile("a/b.txt", false, 5));
        using var reader = new StreamReader(await files.OpenAsync("a/b.txt", Stop));
        (await reader.ReadToEndAsync(Stop)).Should().Be("hello");
        asked.Should().Equal("/api/2.0/mlflow/artifacts/list?run_id=abc&path=a", "/get-artifact?run_uuid=abc&path=a%2Fb.txt");

        var put = () => files.UploadAsync("a.txt", new MemoryStream(), Stop);
        (await put.Should().ThrowAsync<MlflowException>().WithMessage($"*'{location}'*cannot be written*--serve-artifacts*"))
            .Which.Failure.Should().Be(MlflowFailure.Refused);
        asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_location_that_names_its_own_server_is_asked_there()
    {
        Uri? asked = null;
        using var handler = new AnsweringHandler(request =>
        {
            asked = request.RequestUri;
            return Task.FromResult(Answer("{}"));
        });
        using var client = new MlflowClient(new MlflowSettings(new Uri("http://mlflow.example:81/tools")), TimeProvider.System, handler: handler);

        await client.Artifacts.Of(Run("mlflow-artifacts://mlflow.example:81/my lab/abc/artifacts")).UploadAsync("a b.txt", new MemoryStream(), Stop);

        asked.Should().Be(new Uri("http://mlflow.example:81/tools/api/2.0/mlflow-artifacts/artifacts/my%20lab/abc/artifacts/a%20b.txt"));
        await client.Artifacts.Of(Run("mlflow-artifacts:/my lab/abc/artifacts")).ListAsync("c d", cancellation: Stop).ToListAsync(Stop);
        asked!.Query.Should().Be("?path=my%20lab%2Fabc%2Fartifacts%2Fc%20d");
    }

    [Theory]
    [InlineData("GET", MlflowFailure.NotFound)]
    [InlineData("POST", MlflowFailure.Unavailable)]
    public async Task A_file_that_is_not_there_is_an_error_of_the_server_only_to_old_servers(string method, MlflowFailure failure)
    {
        const string missing =
            """{"error_code": "INTERNAL_ERROR", "message": "##### File a.txt #####\n[Errno 2] No such file or directory: '/srv/a.txt'"}""";
        using var client = Clients.Client(_ =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent(missing) }));

        Func<Task> call = method == "GET" ? () => client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts")).OpenAsync("a.txt", Stop)
            : () => client.Runs.SetTagAsync("r", "a", "b", Stop);

        (await call.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(failure);
    }

    private static MlflowRunInfo Run(string artifacts) => new("abc", "7") { ArtifactUri = artifacts };

    private static HttpResponseMessage Answer(string body) => new() { Content = new StringContent(body) };
}
