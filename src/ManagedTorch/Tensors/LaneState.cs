using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What a run that shares its thread with others owns of the thread's state: its scope, its gradient mode, its default generator.</summary>
internal sealed class LaneState
{
    private readonly Generator generator = new(Generator.DefaultSeed);
    private DisposeScope? scope;
    private bool gradDisabled, inference;

    /// <summary>Keeps what one lane (or none) left, and puts in its place what another (or none) has.</summary>
    public static void Switch(LaneState? from, LaneState? to)
    {
        var thread = ThreadState.Current;
        if (from is not null) (from.scope, from.gradDisabled, from.inference) = (thread.Scope, thread.GradDisabled, thread.Inference);
        (thread.Scope, thread.GradDisabled, thread.Inference, thread.Generator) =
            to is null ? (null, false, false, null) : (to.scope, to.gradDisabled, to.inference, to.generator);
    }
}
