using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class CompressionTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"line {i}\n"));

    [Theory]
    [InlineData("/", "br", "br")]
    [InlineData("/", "gzip", "gzip")]
    [InlineData("/", "gzip, deflate, br, zstd", "br")]
    [InlineData("/api/2.0/mlflow/experiments/get?experiment_id=0", "gzip", "gzip")]
    [InlineData("/get-artifact?run_id=RUN&path=log.txt", "gzip", "gzip")]
    [InlineData("/get-artifact?run_id=RUN&path=film.mp4", "gzip, br", null)]
    [InlineData("/get-artifact?run_id=RUN&path=weights.bin", "gzip, br", null)]
    [InlineData("/", "identity", null)]
    public async Task Text_is_compressed_as_the_client_takes_it(string path, string accepted, string? expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await UploadAsync(server);
        path = path.Replace("RUN", run, StringComparison.Ordinal);

        var reply = await server.SendAsync(HttpMethod.Get, path, headers: ("Accept-Encoding", accepted));

        reply.Message.Content.Headers.ContentEncoding.Should().Equal(expected is null ? [] : [expected]);
        Decode(reply, expected).Should().Equal((await server.GetAsync(path)).Bytes);
    }

    [Fact]
    public async Task Scripts_and_errors_are_compressed_like_all_else()
    {
        await using var server = await TestServer.StartAsync();
        var page = (await server.GetAsync("/")).Text;
        var script = page[page.IndexOf("/assets/", StringComparison.Ordinal)..];
        script = script[..script.IndexOf('"')];

        var asset = await server.SendAsync(HttpMethod.Get, script, headers: ("Accept-Encoding", "br"));
        var error = await server.SendAsync(HttpMethod.Get, "runs/get?run_id=none", headers: ("Accept-Encoding", "br"));

        asset.Message.Content.Headers.ContentEncoding.Should().Equal("br");
        asset.Message.Headers.CacheControl!.ToString().Should().Contain("max-age=31536000");
        error.Status.Should().Be(HttpStatusCode.NotFound);
        System.Text.Encoding.UTF8.GetString(Decode(error, "br")).Should().Contain("RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task A_range_is_the_bytes_that_were_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var run = await UploadAsync(server);

        var reply = await server.SendAsync(
            HttpMethod.Get, $"/get-artifact?run_id={run}&path=log.txt", headers: [("Accept-Encoding", "gzip, br"), ("Range", "bytes=5-20")]);

        reply.Status.Should().Be(HttpStatusCode.PartialContent);
        reply.Message.Content.Headers.ContentEncoding.Should().BeEmpty();
        reply.Message.Content.Headers.ContentRange.Should().Be(new ContentRangeHeaderValue(5, 20, Text.Length));
        reply.Text.Should().Be(Text[5..21]);
    }

    private static async Task<string> UploadAsync(TestServer server)
    {
        var run = await server.CreateRunAsync("0");
        foreach (var name in (string[])["log.txt", "film.mp4", "weights.bin"])
        {
            await server.SendAsync(
                HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/{name}",
                new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(Text)));
        }

        return run;
    }

    private static byte[] Decode(Reply reply, string? encoding)
    {
        using var bytes = new MemoryStream(reply.Bytes);
        using Stream decoder = encoding switch
        {
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        };
        using var decoded = new MemoryStream();
        decoder.CopyTo(decoded);
        return decoded.ToArray();
    }
}
