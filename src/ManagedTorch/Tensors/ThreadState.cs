using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What belongs to one thread: its gradient mode, its current dispose scope, its stock of small buffers.</summary>
internal sealed class ThreadState
{
    [ThreadStatic] private static ThreadState? current;

    public readonly SmallBuffers Buffers = new();
    public readonly RecentBlocks Blocks = new();
    public DisposeScope? Scope;
    public bool GradDisabled;
    public bool Inference;

    /// <summary>The default generator of the run that has this thread now, where several share it; null for the process's.</summary>
    public Generator? Generator;

    /// <summary>Where new memory lies, while there is a simulated device.</summary>
    public bool OnCuda;

    /// <summary>The backward pass that is running on this thread, and a finished one to run the next with.</summary>
    public Engine? Engine, IdleEngine;

    /// <summary>Nodes that let go of their inputs; empty but while a graph is being freed.</summary>
    public readonly Stack<Node> Released = new();

    public static ThreadState Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => current ?? Create();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ThreadState Create() => current = new ThreadState();
}
