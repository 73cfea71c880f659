using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Videos;

public sealed class VideoWritersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Takes_mp4_where_ffmpeg_is()
    {
        var ffmpeg = Ffmpeg.Require();

        var choice = VideoWriters.Choose(string.Join(Path.PathSeparator, _folder.Path, Path.GetDirectoryName(ffmpeg)));

        choice.Writer.Should().BeOfType<Mp4VideoWriter>();
        choice.Reason.Should().Contain(ffmpeg);
    }

    [Fact]
    public void Takes_an_animated_png_where_there_is_no_ffmpeg()
    {
        var choice = VideoWriters.Choose(_folder.Path);

        choice.Writer.Should().BeOfType<AnimatedPngWriter>();
        choice.Reason.Should().Contain("no ffmpeg on the PATH");
    }

    [Fact]
    public void Takes_an_animated_png_where_ffmpeg_cannot_be_started()
    {
        File.WriteAllText(_folder.File(OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg"), "no program");

        var choice = VideoWriters.Choose(_folder.Path);

        choice.Writer.Should().BeOfType<AnimatedPngWriter>();
        choice.Reason.Should().Contain("cannot be started");
    }

    [Fact]
    public void Takes_an_animated_png_where_ffmpeg_has_no_encoder()
    {
        Ffmpeg.StandIn(_folder, "echo ' V..... mpeg4'");

        var choice = VideoWriters.Choose(_folder.Path);

        choice.Writer.Should().BeOfType<AnimatedPngWriter>();
        choice.Reason.Should().Contain("no libx264");
    }

    public void Dispose() => _folder.Dispose();
}
