using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class ArtifactTests
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    [Theory]
    [InlineData("PUT", Proxy + "/../../evil.txt")]
    [InlineData("PUT", Proxy + "/0/%2e%2e/%2e%2e/%2e%2e/evil.txt")]
    [InlineData("PUT", Proxy + "/0/..%2f..%2fevil.txt")]
    [InlineData("PUT", Proxy + "/0/%252e%252e/%252e%252e/evil.txt")]
    [InlineData("PUT", Proxy + "/0/..%252f..%252fevil.txt")]
    [InlineData("PUT", Proxy + "/0/a%23b.txt")]
    [InlineData("PUT", Proxy + "/")]
    [InlineData("DELETE", Proxy + "/")]
    [InlineData("POST", "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=RUN&path=../evil.txt")]
    [InlineData("POST", "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=RUN&path=%252e%252e/evil.txt")]
    [InlineData("PUT", Proxy + "/0/..%5c..%5cevil.txt")]
    [InlineData("PUT", Proxy + "/%2fetc/evil.txt")]
    [InlineData("PUT", Proxy + "/0/a%00b.txt")]
    [InlineData("PUT", Proxy + "/.incoming/evil.txt")]
    [InlineData("GET", Proxy + "/../mlflow.db")]
    [InlineData("GET", Proxy + "?path=..")]
    [InlineData("GET", Proxy + "?path=/etc")]
    [InlineData("GET", "/get-artifact?run_id=RUN&path=../../../mlflow.db")]
    [InlineData("GET", "/get-artifact?run_id=RUN&path=/etc/passwd")]
    [InlineData("GET", "/api/2.0/mlflow/artifacts/list?run_id=RUN&path=a/../../..")]
    [InlineData("DELETE", Proxy + "/../mlflow.db")]
    public async Task A_path_that_leaves_the_artifacts_is_refused(string method, string path)
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(Path.Combine(folder.Path, "results"));
        var run = await server.CreateRunAsync("0");

        var reply = await server.SendAsync(new HttpMethod(method), path.Replace("RUN", run), new StringContent("x"));

        reply.Status.Should().Be(HttpStatusCode.BadRequest, reply.Text);
        reply.Text.Should().NotContain("Exception");
        Directory.EnumerateFiles(folder.Path, "evil*", SearchOption.AllDirectories).Should().BeEmpty();
        File.Exists(Path.Combine(folder.Path, "results", "mlflow.db")).Should().BeTrue();
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("with space & plus+.txt")]
    [InlineData("ünïcödé/文.txt")]
    [InlineData("100%.txt")]
    [InlineData("Lernkurven für große Schrittweiten und für kleine, über alle Läufe gemittelt.txt")]
    public async Task Any_ordinary_name_goes_up_and_down_again(string name)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var url = $"{Proxy}/0/{run}/artifacts/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}";

        await server.SendAsync(HttpMethod.Put, url, new StringContent("content"));

        (await server.GetAsync(url)).Text.Should().Be("content");
        (await server.GetAsync($"/get-artifact?run_id={run}&path={Uri.EscapeDataString(name)}")).Text.Should().Be("content");
        var folder = Uri.EscapeDataString(Path.GetDirectoryName(name)!);
        var listed = (await server.GetAsync($"artifacts/list?run_id={run}&path={folder}")).Json["files"]!.AsArray().Single()!;
        listed["path"]!.GetValue<string>().Should().Be(name);
        listed["file_size"]!.GetValue<long>().Should().Be(7);
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("a \"quoted\" name.txt")]
    [InlineData("ünïcödé 文.txt")]
    public async Task A_browser_is_told_the_name_to_save_it_under(string name)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/{run}/artifacts/{Uri.EscapeDataString(name)}", new StringContent("content"));

        var reply = await server.GetAsync($"/get-artifact?run_id={run}&path={Uri.EscapeDataString(name)}");

        var told = reply.Message.Content.Headers.ContentDisposition!;
        told.DispositionType.Should().Be("attachment");
        (told.FileNameStar ?? told.FileName).Should().Be(name);
    }

    [Fact]
    public async Task A_video_player_gets_the_range_it_asks_for()
    {
        await using var server = await TestServer.StartAsync();
        var url = $"{Proxy}/0/r/artifacts/replay.mp4";
        await server.SendAsync(HttpMethod.Put, url, new ByteArrayContent(Encoding.ASCII.GetBytes("0123456789")));

        var reply = await server.SendAsync(HttpMethod.Get, url, null, ("Range", "bytes=2-4"));

        reply.Status.Should().Be(HttpStatusCode.PartialContent);
        reply.Text.Should().Be("234");
        reply.Type.Should().Be("video/mp4");
        reply.Message.Content.Headers.ContentRange.Should().Be(new ContentRangeHeaderValue(2, 4, 10));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_the_old_file()
    {
        await using var server = await TestServer.StartAsync();
        var url = $"{Proxy}/0/r/artifacts/model.bin";
        await server.SendAsync(HttpMethod.Put, url, new StringContent("old"));

        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, server.Server.Address.Port, TestContext.Current.CancellationToken);
            var head = $"PUT {url} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf of it";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        }

        await Task.Delay(50, TestContext.Current.CancellationToken);
        (await server.GetAsync(url)).Text.Should().Be("old");
    }

    [Fact]
    public async Task An_upload_in_chunks_is_stored_whole_and_a_folder_is_deleted_whole()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var bytes = Enumerable.Range(0, 300_000).Select(index => (byte)(index * 31)).ToArray();
        var root = $"{Proxy}/0/{run}/artifacts";

        await server.SendAsync(HttpMethod.Put, $"{root}/models/a.bin", new ByteArrayContent(bytes), ("Transfer-Encoding", "chunked"));
        (await server.GetAsync($"{root}/models/a.bin")).Bytes.Should().Equal(bytes);

        (await server.SendAsync(HttpMethod.Delete, $"{root}/models")).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync($"artifacts/list?run_id={run}")).Json["files"].Should().BeNull();
        (await server.SendAsync(HttpMethod.Delete, $"{root}/models")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_symbolic_link_leads_to_is_neither_read_nor_listed_nor_written_nor_deleted()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(Path.Combine(folder.Path, "results"));
        var run = await server.CreateRunAsync("0");
        var secret = Path.Combine(folder.Path, "secret");
        Directory.CreateDirectory(secret);
        await File.WriteAllTextAsync(Path.Combine(secret, "key.txt"), "secret", TestContext.Current.CancellationToken);
        var artifacts = Directory.CreateDirectory(Path.Combine(folder.Path, "results", "mlartifacts", "0", run, "artifacts")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(artifacts, "way"), secret);
        File.CreateSymbolicLink(Path.Combine(artifacts, "key.txt"), Path.Combine(secret, "key.txt"));
        var root = $"{Proxy}/0/{run}/artifacts";

        foreach (var path in (string[])[$"{root}/way/key.txt", $"{root}/key.txt", $"/get-artifact?run_id={run}&path=way/key.txt"])
        {
            var reply = await server.GetAsync(path);
            reply.Status.Should().Be(HttpStatusCode.BadRequest);
            reply.Text.Should().NotContain("secret");
        }

        (await server.GetAsync($"artifacts/list?run_id={run}")).Json["files"].Should().BeNull();
        (await server.GetAsync($"artifacts/list?run_id={run}&path=way")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await server.SendAsync(HttpMethod.Put, $"{root}/way/new.txt", new StringContent("x"))).Status.Should().Be(HttpStatusCode.BadRequest);
        (await server.SendAsync(HttpMethod.Delete, $"{root}/way")).Status.Should().Be(HttpStatusCode.BadRequest);
        await server.SendAsync(HttpMethod.Delete, root);
        Directory.GetFiles(secret).Should().Equal(Path.Combine(secret, "key.txt"));
    }

    [Theory]
    [InlineData("model", "model/weights.bin", "'model' is a file|'0/RUN/artifacts/model' is a file")]
    [InlineData("model/weights.bin", "model", "is a folder of artifacts")]
    public async Task A_file_and_a_folder_do_not_share_a_name(string first, string second, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/{run}/artifacts/{first}", new StringContent("first"));

        var reply = await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/{run}/artifacts/{second}", new StringContent("second"));

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().ContainAny(expected.Replace("RUN", run).Split('|'));
        (await server.GetAsync($"{Proxy}/0/{run}/artifacts/{first}")).Text.Should().Be("first");
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(200, 11)]
    public async Task A_name_longer_than_a_disk_takes_is_refused(int length, int depth)
    {
        await using var server = await TestServer.StartAsync();
        var path = string.Join('/', Enumerable.Repeat(new string('x', length), depth));

        var reply = await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/r/artifacts/{path}", new StringContent("x"));

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain("is longer");
    }

    [Fact]
    public async Task A_page_uploads_a_file_to_a_run()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var upload = $"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}";

        (await server.SendAsync(HttpMethod.Post, $"{upload}&path=tables/a.json", new StringContent("{}"))).Status.Should().Be(HttpStatusCode.OK);

        (await server.GetAsync($"/get-artifact?run_uuid={run}&path=tables/a.json")).Text.Should().Be("{}");
        (await server.SendAsync(HttpMethod.Post, upload, new StringContent("x"))).ErrorMessage.Should().Be("Request must specify path.");
        (await server.SendAsync(HttpMethod.Post, $"{upload}&path=b", new StringContent(""))).ErrorMessage.Should().Be("Request must specify data.");
        (await server.SendAsync(HttpMethod.Post, $"{upload}&path=b", new ByteArrayContent(new byte[(10 << 20) + 1]))).ErrorMessage
            .Should().Contain("Max size is 10MB");
        (await server.SendAsync(HttpMethod.Post, "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=nothing&path=b", new StringContent("x"))).Status
            .Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("page.html", "sandbox allow-scripts")]
    [InlineData("drawing.svg", "sandbox")]
    [InlineData("notes.md", "sandbox")]
    public async Task What_is_shown_runs_its_scripts_in_an_origin_of_its_own(string name, string policy)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/{run}/artifacts/{name}", new StringContent("<script>alert(1)</script>"));

        var reply = await server.GetAsync($"/runs/{run}/artifacts/{name}");

        reply.Message.Headers.GetValues("Content-Security-Policy").Should().Equal(policy);
        reply.Message.Content.Headers.ContentDisposition!.DispositionType.Should().Be("inline");
    }

    [Fact]
    public async Task A_page_among_the_artifacts_cannot_act_as_the_server()
    {
        await using var server = await TestServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, $"{Proxy}/0/r/artifacts/page.html", new StringContent("<script>alert(1)</script>"));

        var reply = await server.GetAsync($"{Proxy}/0/r/artifacts/page.html");

        reply.Message.Headers.GetValues("Content-Security-Policy").Should().Equal("sandbox");
        reply.Message.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        reply.Message.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
    }

    [Fact]
    public async Task Artifacts_that_are_kept_elsewhere_say_where()
    {
        await using var server = await TestServer.StartAsync();
        var created = await server.PostAsync("experiments/create", new { name = "elsewhere", artifact_location = "s3://bucket/x" });
        var experiment = created.Json["experiment_id"]!.GetValue<string>();
        var run = await server.CreateRunAsync(experiment);

        var reply = await server.GetAsync($"artifacts/list?run_id={run}");

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain($"s3://bucket/x/{run}/artifacts");
    }

    [Fact]
    public async Task An_upload_in_parts_is_not_supported()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.PostAsync("/api/2.0/mlflow-artifacts/mpu/create/0/r/artifacts", new { path = "a", num_parts = 2 });

        reply.Status.Should().Be(HttpStatusCode.NotImplemented);
        reply.ErrorCode.Should().Be("NOT_IMPLEMENTED");
        reply.ErrorMessage.Should().StartWith(
            "Multipart upload is not supported for the current artifact repository", "MLflow's clients then send the file as a whole");
    }
}
