using System.Net;
using System.Text;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>A server that does not listen, reached from its own process. That it answers as any other is in <c>InProcessExchangeTests</c>.</summary>
public sealed class InProcessTests
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_logged_is_there_for_a_server_that_listens_on_the_same_folder()
    {
        using var folder = new TemporaryFolder();
        await using var near = await TestServer.StartAsync(folder.Path, listens: false);
        await using var far = await TestServer.StartAsync(folder.Path);
        var run = await near.CreateRunAsync("0", "first", ("colour", "blue"));
        await near.LogAsync(run, "loss", (1, double.NaN, 1), (2, 0.5, 2));
        (await far.GetAsync($"runs/get?run_id={run}")).Json.ToJsonString()
            .Should().Be((await near.GetAsync($"runs/get?run_id={run}")).Json.ToJsonString());
    }

    [Fact]
    public async Task Large_files_go_up_as_they_are_read_and_come_down_whole_or_in_part()
    {
        await using var server = await TestServer.StartAsync(listens: false);
        var bytes = Enumerable.Range(0, 300_000).Select(index => (byte)(index * 31)).ToArray();
        (await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/r/a b%2Bü.mp4", new StreamContent(new MemoryStream(bytes)))).Status
            .Should().Be(HttpStatusCode.OK);

        (await server.GetAsync($"{Proxy}/0/r/a%20b+%C3%BC.mp4")).Bytes.Should().Equal(bytes);
        var part = await server.SendAsync(HttpMethod.Get, $"{Proxy}/0/r/a%20b%2B%C3%BC.mp4", null, ("Range", "bytes=200000-200003"));
        (part.Status, part.Type).Should().Be((HttpStatusCode.PartialContent, "video/mp4"));
        part.Bytes.Should().Equal(bytes[200_000..200_004]);
        part.Message.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Theory]
    [InlineData("PUT", Proxy + "/../../evil.txt")]
    [InlineData("PUT", Proxy + "/0/%252e%252e/%252e%252e/evil.txt")]
    [InlineData("PUT", Proxy + "/0/..%2f..%2fevil.txt")]
    [InlineData("GET", Proxy + "/../mlflow.db")]
    public async Task A_path_that_leaves_the_artifacts_is_refused(string method, string path)
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(Path.Combine(folder.Path, "results"), listens: false);
        (await server.SendAsync(new HttpMethod(method), path, new StringContent("x"))).Status.Should().Be(HttpStatusCode.BadRequest);
        Directory.EnumerateFiles(folder.Path, "evil*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_that_fails_leaves_the_old_file_and_the_failure_is_told()
    {
        await using var server = await TestServer.StartAsync(listens: false);
        await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/r/model.bin", new StringContent("old"));
        using var broken = new BrokenStream();
        var reply = await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/r/model.bin", new StreamContent(broken));
        (reply.Status, reply.ErrorMessage)
            .Should().Be((HttpStatusCode.InternalServerError, "Nothing was written: the disk refused it (it is torn)."));
        (await server.GetAsync($"{Proxy}/0/r/model.bin")).Text.Should().Be("old");
    }

    [Fact]
    public async Task Whoever_waits_for_an_upload_that_hangs_can_give_up()
    {
        await using var server = await TestServer.StartAsync(listens: false);
        using var client = new HttpClient(server.Server.CreateHandler());
        using var giveUp = new CancellationTokenSource();
        using var hanging = new HangingStream(giveUp.Cancel);
        var upload = () => client.PutAsync(new Uri(server.Server.Address, $"{Proxy}/0/r/model.bin"), new StreamContent(hanging), giveUp.Token);
        await upload.Should().ThrowAsync<OperationCanceledException>();
        (await server.GetAsync($"{Proxy}/0/r/model.bin")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_told_what_the_server_failed_on()
    {
        await using var server = await TestServer.StartAsync(listens: false);
        using var client = new HttpClient(server.Server.CreateHandler());
        var address = new Uri(server.Server.Address, "/api/2.0/mlflow/experiments/get-by-name?experiment_name=none");
        var ask = () => client.GetAsync(address, new CancellationToken(canceled: true));
        await ask.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task One_that_listens_has_no_other_way_in_and_one_that_has_stopped_none_at_all()
    {
        await using var listening = await TestServer.StartAsync();
        listening.Server.Invoking(server => server.CreateHandler()).Should().Throw<InvalidOperationException>().WithMessage("*Listens = false*");

        var stopped = await TestServer.StartAsync(listens: false);
        using var client = new HttpClient(stopped.Server.CreateHandler());
        await stopped.Server.DisposeAsync();
        var ask = () => client.GetAsync(stopped.Server.Address, Stop);
        await ask.Should().ThrowAsync<InvalidOperationException>();
        await stopped.DisposeAsync();
    }

    /// <summary>Gives something and then fails.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public BrokenStream()
            : base(Encoding.ASCII.GetBytes("half of it"))
        {
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("it is torn");
    }

    /// <summary>Gives nothing until it is given up.</summary>
    private sealed class HangingStream(Action asked) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var waiting = Task.Delay(Timeout.Infinite, cancellationToken);
            asked();
            await waiting;
            return 0;
        }
    }
}
