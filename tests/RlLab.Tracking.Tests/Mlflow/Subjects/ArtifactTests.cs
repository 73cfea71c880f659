using System.Text;

namespace RlLab.Tracking.Tests.Mlflow.Subjects;

public sealed class ArtifactTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Servers => ServerUnderTest.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_folder_goes_up_is_listed_and_comes_down_as_it_was(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var files = server.Client.Artifacts.Of((await server.CreateRunAsync()).Info);
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        var sent = new Dictionary<string, byte[]>
        {
            ["model/weights.bin"] = content, ["model/empty"] = [], ["model/plots/a b+c=ü&d,~(1)?.svg"] = "<svg/>"u8.ToArray(),
            ["notes.txt"] = "hi"u8.ToArray(),
        };
        foreach (var (path, bytes) in sent)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File("up/" + path))!);
            File.WriteAllBytes(_folder.File("up/" + path), bytes);
        }

        await files.UploadFolderAsync("kept", _folder.File("up"), Stop);

        (await files.ListAsync(cancellation: Stop).ToListAsync(Stop)).Should().Equal(new MlflowFile("kept", IsDir: true));
        (await files.ListAsync("kept/model", cancellation: Stop).Select(file => (file.Path, file.IsDir)).ToListAsync(Stop))
            .Should().BeEquivalentTo([("kept/model/empty", false), ("kept/model/plots", true), ("kept/model/weights.bin", false)]);
        (await files.ListAsync(recursive: true, cancellation: Stop).Select(file => (file.Path, file.FileSize)).ToListAsync(Stop))
            .Should().BeEquivalentTo(sent.Select(file => ("kept/" + file.Key, (long)file.Value.Length)));
        (await files.ListAsync("nothing", cancellation: Stop).ToListAsync(Stop)).Should().BeEmpty();

        await files.DownloadFolderAsync("kept", _folder.File("down"), Stop);
        foreach (var (path, bytes) in sent)
        {
            File.ReadAllBytes(_folder.File("down/" + path)).Should().Equal(bytes);
        }

        await files.DownloadFolderAsync(null, _folder.File("all"), Stop);
        File.ReadAllText(_folder.File("all/kept/notes.txt")).Should().Be("hi");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_file_is_replaced_read_as_a_stream_and_deleted(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var files = server.Client.Artifacts.Of((await server.CreateRunAsync()).Info);

        // From its position on.
        using var content = new MemoryStream("old text"u8.ToArray()) { Position = 4 };
        await files.UploadAsync("a/b.txt", new MemoryStream("first"u8.ToArray()), Stop);
        await files.UploadAsync("a/b.txt", content, Stop);
        content.CanRead.Should().BeTrue("it is the caller's");

        using (var reader = new StreamReader(await files.OpenAsync("a/b.txt", Stop)))
        {
            (await reader.ReadToEndAsync(Stop)).Should().Be("text");
        }

        using var destination = new MemoryStream();
        destination.Write(">"u8);
        await files.DownloadAsync("a/b.txt", destination, Stop);
        Encoding.UTF8.GetString(destination.ToArray()).Should().Be(">text");

        // MLflow 2 deletes folders only.
        var isOld = (await server.Client.GetVersionAsync(Stop)).StartsWith('2');
        await files.DeleteAsync(isOld ? "a" : "a/b.txt", Stop);
        var open = () => files.OpenAsync("a/b.txt", Stop);
        (await open.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotFound);
        var download = () => files.DownloadAsync("a/b.txt", _folder.File("b.txt"), Stop);
        (await download.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotFound);
        Directory.GetFiles(_folder.File(".")).Should().BeEmpty("nothing is left of a download that failed");
    }
}
