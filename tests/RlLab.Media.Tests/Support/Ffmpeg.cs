using System.Diagnostics;

namespace RlLab.Media.Tests.Support;

/// <summary>The ffmpeg of this machine, where there is one.</summary>
public static class Ffmpeg
{
    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    /// <summary>The program's path; skips the test where it is missing.</summary>
    public static string Require()
    {
        Assert.SkipUnless(
            VideoWriters.Choose().Writer is Mp4VideoWriter
                && Find("ffprobe") is not null, "There is no ffmpeg with libx264 and ffprobe on the PATH.");
        return Find("ffmpeg")!;
    }

    /// <summary>The path of a shell script that takes ffmpeg's place; skips the test where there is no shell.</summary>
    public static string StandIn(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "What takes ffmpeg's place is a shell script.");
        var path = folder.File("ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>What ffprobe says of a video, as name=value lines.</summary>
    public static IReadOnlyDictionary<string, string> Probe(string path) =>
        System.Text.Encoding.UTF8.GetString(Run(Find("ffprobe")!, "-v", "error", "-count_frames", "-show_streams", "-show_format", path))
            .Split('\n').Where(line => line.Contains('=')).Select(line => line.Trim().Split('=', 2))
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Every frame of a video, decoded.</summary>
    public static IReadOnlyList<Frame> Decode(string path, int width, int height) =>
    [
        .. Run(Find("ffmpeg")!, "-v", "error", "-i", path, "-vf", "scale=in_color_matrix=bt709", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
            .Chunk(3 * width * height).Select(pixels => new Frame(width, height, pixels)),
    ];

    private static string? Find(string program) => Folders
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)).FirstOrDefault(File.Exists);

    private static byte[] Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        return output.ToArray();
    }
}
