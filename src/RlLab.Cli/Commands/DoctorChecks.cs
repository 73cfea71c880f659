using System.Globalization;
using System.Runtime.InteropServices;
using RlLab.Engines;
using RlLab.Media;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>How something stands.</summary>
internal enum CheckState
{
    /// <summary>It is as it should be.</summary>
    Fine,

    /// <summary>RlLab works without it, or in another way.</summary>
    Lacking,

    /// <summary>RlLab does not work until it is mended.</summary>
    Broken,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="State">How it stands.</param>
/// <param name="Found">What was found.</param>
/// <param name="WayOut">What to do; null where nothing is to be done.</param>
internal sealed record Check(string Name, CheckState State, string Found, string? WayOut = null);

/// <summary>Looks at all that RlLab needs or can use.</summary>
internal static class DoctorChecks
{
    private const long LittleDisk = 2L << 30;
    private const long NoDisk = 100L << 20;

    /// <summary>Looks at everything.</summary>
    /// <param name="host">Says where.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public static async Task<IReadOnlyList<Check>> AllAsync(HostContext host, CancellationToken stopping) =>
    [
        await SdkAsync(stopping),
        Processor(host),
        await EnginesAsync(host, stopping),
        Gpu(),
        Ffmpeg(host),
        await GymnasiumAsync(host, stopping),
        Settings(host, out var settings),
        await TrackingCheck.OfAsync(host, settings, stopping),
        await GitAsync(host, stopping),
        Disk(host),
    ];

    private static async Task<Check> SdkAsync(CancellationToken stopping)
    {
        var found = await ProgramOutput.FirstLineAsync("dotnet", ["--version"], null, stopping);
        return found is null
            ? new Check(
                "SDK",
                CheckState.Lacking,
                $"{RuntimeInformation.FrameworkDescription}, but no dotnet on the PATH",
                "Put the .NET SDK on the PATH, to build with.")
            : new Check("SDK", CheckState.Fine, $"{found}, running on {RuntimeInformation.FrameworkDescription}");
    }

    private static Check Processor(HostContext host) => new(
        "processor",
        CheckState.Fine,
        $"{host.Cores} cores, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}");

    private static async Task<Check> EnginesAsync(HostContext host, CancellationToken stopping)
    {
        if (!TorchEngines.CarriesLibtorch)
        {
            return new Check("engines", CheckState.Fine, "managed; libtorch comes with a build with -p:TorchNative=cpu or cuda");
        }

        try
        {
            return await new ConvolutionGuard(host).CheckAsync(stopping) is { } limit
                ? new Check(
                    "engines", CheckState.Fine, $"managed and libtorch, with oneDNN kept to {limit}: newer instructions give wrong gradients here")
                : new Check("engines", CheckState.Fine, "managed and libtorch; choose with --engine");
        }
        catch (EngineException e)
        {
            return new Check(
                "engines", CheckState.Lacking, $"managed; {e.Message}", "Until then train with the managed engine, the default without a GPU.");
        }
    }

    private static Check Gpu() =>
        CudaDriver.WhyNotUsable() is not { } reason ? new Check("GPU", CheckState.Fine, "an NVIDIA GPU, and libtorch with CUDA")
            : CudaDriver.WhyNoGpu() is null
                ? new Check("GPU", CheckState.Lacking, $"there is an NVIDIA GPU, but {reason}", "Build with -p:TorchNative=cuda.")
            : new Check("GPU", CheckState.Fine, $"none, since {reason}; everything trains on the CPU");

    private static Check Ffmpeg(HostContext host)
    {
        var video = host.ChooseVideo();
        var found = $"videos become {video.Reason}";
        return video.Writer is Mp4VideoWriter
            ? new Check("ffmpeg", CheckState.Fine, found)
            : new Check("ffmpeg", CheckState.Lacking, found, "apt install ffmpeg, brew install ffmpeg, or winget install ffmpeg.");
    }

    private static async Task<Check> GymnasiumAsync(HostContext host, CancellationToken stopping)
    {
        // Python itself says what is installed; packages are not imported, which takes seconds.
        const string versions =
            """
            import importlib.util as find, importlib.metadata as of, platform
            names = [name for name in ("gymnasium", "ale_py", "pettingzoo") if find.find_spec(name)]
            found = [f"{name} {of.version(name)}" for name in names] or ["no gymnasium"]
            print(f"Python {platform.python_version()} with {', '.join(found)}")
            """;
        var python = host.Variable("RLLAB_PYTHON") ?? (OperatingSystem.IsWindows() ? "python" : "python3");
        var found = await ProgramOutput.FirstLineAsync(python, ["-c", versions], null, stopping);
        return found is null
                ? new Check("Gymnasium", CheckState.Lacking, $"no {python}", "For Python's worlds install Python 3, or name one with RLLAB_PYTHON.")
            : found.Contains("no gymnasium")
                ? new Check("Gymnasium", CheckState.Lacking, found, $"For its worlds: {python} -m pip install gymnasium.")
            : new Check("Gymnasium", CheckState.Fine, found);
    }

    private static Check Settings(HostContext host, out LabSettings settings)
    {
        try
        {
            settings = SettingsReader.Read(host);
            return new Check("settings", CheckState.Fine, settings.File ?? "no rllab.toml: the defaults");
        }
        catch (UserException e)
        {
            settings = new LabSettings();
            return new Check("settings", CheckState.Broken, e.Message, "Mend it; until then no command runs.");
        }
    }

    private static async Task<Check> GitAsync(HostContext host, CancellationToken stopping)
    {
        const string purpose = "so that each run knows the commit that it came from.";
        var folder = Source.Folder(host, experiment: null);
        var version = await ProgramOutput.FirstLineAsync("git", ["--version"], folder, stopping);
        if (version is null)
        {
            return new Check("git", CheckState.Lacking, "not on the PATH", $"Install git, {purpose}");
        }

        var tree = WorkingTree.Read(folder, out var problem);
        const string keep = $"Keep your experiments in git, {purpose}";
        return problem is not null ? new Check("git", CheckState.Lacking, $"{version}, but {problem}", $"Mend it, {purpose}")
            : tree is null ? new Check("git", CheckState.Lacking, $"{version}, but {folder} is in no working tree", keep)
            : new Check("git", CheckState.Fine, $"{version}, at commit {tree.Commit[..7]} of {tree.Root}");
    }

    private static Check Disk(HostContext host)
    {
        var lab = LabDirectory.Of(host);
        try
        {
            var folder = NearestExisting(lab);
            using (File.Create(Path.Combine(folder, $".probe-{Guid.NewGuid():n}"), 1, FileOptions.DeleteOnClose))
            {
                // Made and deleted: the folder can be written.
            }

            var free = new DriveInfo(folder).AvailableFreeSpace;
            var found = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):N1} GB free in {lab}");
            return free < NoDisk ? new Check("disk", CheckState.Broken, found, "Make room: nothing can be logged.")
                : free < LittleDisk ? new Check("disk", CheckState.Lacking, found, "Make room: checkpoints and videos take some.")
                : new Check("disk", CheckState.Fine, found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Check("disk", CheckState.Broken, e.Message, "Give RlLab a folder that can be written: set RLLAB_DIRECTORY.");
        }
    }

    /// <summary>The folder, or the one above it in which it would be made.</summary>
    private static string NearestExisting(string folder)
    {
        while (!Directory.Exists(folder))
        {
            folder = File.Exists(folder) ? throw new IOException($"{folder} is a file and no folder.") : Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
