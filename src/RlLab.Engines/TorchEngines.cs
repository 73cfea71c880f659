using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using TorchSharp;

namespace RlLab.Engines;

/// <summary>Finds what executes torch, when a program starts.</summary>
/// <remarks>
/// Everything is compiled against the TorchSharp package, and no copy of TorchSharp.dll lies where .NET looks. So .NET asks here for the assembly the
/// first time that anything of torch is touched, and gets the one of the engine that was chosen. A process has one engine until it ends.
/// </remarks>
public static class TorchEngines
{
    /// <summary>The environment variable that chooses: <c>managed</c> or <c>libtorch</c>; <c>auto</c> leaves it to the program.</summary>
    public const string Variable = "RLLAB_ENGINE";

    private const string AssemblyName = "TorchSharp";

    private static readonly Lock Gate = new();
    private static TorchEngine? _chosen;
    private static LoadedEngine? _loaded;
    private static bool _answering;

    /// <summary>What executes torch in this process; loads it, if nothing of torch was touched yet.</summary>
    /// <exception cref="EngineException">It cannot be used.</exception>
    public static LoadedEngine Loaded
    {
        get
        {
            lock (Gate)
            {
                return _loaded ??= Load();
            }
        }
    }

    /// <summary>Answers .NET's question for torch from here on. Every program that the build laid out engines for calls it at its start.</summary>
    public static void FindAtStart()
    {
        lock (Gate)
        {
            if (!_answering)
            {
                AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == AssemblyName ? Loaded.Assembly : null;
                _answering = true;
            }
        }
    }

    /// <summary>Chooses the engine of this process and loads it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="threads">How many threads one operation may use.</param>
    /// <param name="instructionLimit">The newest instruction set that oneDNN may use (see <see cref="ConvolutionCheck"/>); null for any.</param>
    /// <exception cref="EngineException">It cannot be used, or another is in use already.</exception>
    public static LoadedEngine Use(TorchEngine engine, int threads, string? instructionLimit = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        lock (Gate)
        {
            if (_loaded is { } loaded && loaded.Engine != engine)
            {
                throw new EngineException(
                    $"This process computes with {Name(loaded.Engine)} since its first tensor, and cannot change to {Name(engine)}. "
                    + $"Choose before the first tensor: --engine {Name(engine)}, or {Variable}={Name(engine)} in the environment.");
            }

            // OpenMP's threads are counted when its library is loaded; what torch says later comes too late for some of them. Threads that wait
            // by spinning make a small network crawl where there are more of them than idle cores.
            NativeEnvironment.SetDefault("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
            NativeEnvironment.SetDefault("MKL_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
            NativeEnvironment.SetDefault("OMP_WAIT_POLICY", "PASSIVE");
            if (instructionLimit is not null)
            {
                NativeEnvironment.SetDefault(ConvolutionCheck.LimitVariable, instructionLimit);
            }

            _chosen = engine;
            FindAtStart();
            var now = Loaded;
            SetThreads(threads);
            return now;
        }
    }

    /// <summary>Whether this build carries libtorch's native libraries, so that the engine is meant to work.</summary>
    public static bool CarriesLibtorch => File.Exists(EngineFiles.CpuLibrary);

    /// <summary>The engine of a name; null for <c>auto</c>.</summary>
    /// <param name="text"><c>auto</c>, <c>managed</c> or <c>libtorch</c>.</param>
    /// <param name="source">Who says so, for the error: an option, a variable, a file.</param>
    /// <exception cref="EngineException">There is none of that name.</exception>
    public static TorchEngine? Parse(string text, string source) => text switch
    {
        "auto" => null,
        "managed" => TorchEngine.Managed,
        "libtorch" => TorchEngine.Libtorch,
        _ => throw new EngineException($"{source} says '{text}', and there is no such engine: it can be auto, managed or libtorch."),
    };

    /// <summary>What people call an engine.</summary>
    public static string Name(TorchEngine engine) => engine == TorchEngine.Managed ? "managed" : "libtorch";

    /// <summary>Apart, so that torch is not looked for before it is chosen.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SetThreads(int threads) => torch.set_num_threads(threads);

    private static LoadedEngine Load()
    {
        var engine = _chosen
            ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text.Trim(), Variable) : null)
            ?? TorchEngine.Managed;
        var path = EngineFiles.Assembly(engine);
        if (!File.Exists(path))
        {
            // Where a project references an engine as any other library, as the engine's own tests do, .NET has found it without asking.
            return OwnCopy(engine) ?? throw new EngineException(
                $"The {Name(engine)} engine is not beside this program: there is no {path}. "
                + (engine == TorchEngine.Managed
                    ? "Build the program again; a project of your own needs the package RlLab."
                    : $"Build with the TorchSharp package, or name the folder that has it with {EngineFiles.LibtorchVariable}."));
        }

        if (engine == TorchEngine.Managed)
        {
            return new LoadedEngine(engine, AssemblyLoadContext.Default.LoadFromAssemblyPath(path));
        }

        NativeLibraries.Load();
        return new LoadedEngine(engine, PackageAssembly.Load(path));
    }

    private static LoadedEngine? OwnCopy(TorchEngine engine)
    {
        var path = Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");
        return File.Exists(path) ? new LoadedEngine(engine, Assembly.Load(AssemblyName)) : null;
    }
}
