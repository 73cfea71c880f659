using System.Runtime.InteropServices;

namespace RlLab.Testing;

/// <summary>What a vectorised world's step takes and fills.</summary>
internal sealed class VectorBuffers<TElement, TAction>(IVectorEnvironment<TElement, TAction> vector)
    where TElement : unmanaged, IComparable<TElement>
{
    private const byte Untouched = 0xAB;
    private readonly int _length = vector.ObservationSpace.Length;

    public TAction[] Actions { get; } = new TAction[vector.Count];

    public TElement[] Observations { get; } = new TElement[vector.Count * vector.ObservationSpace.Length];

    public float[] Rewards { get; } = new float[vector.Count];

    public bool[] Terminated { get; } = new bool[vector.Count];

    public bool[] Truncated { get; } = new bool[vector.Count];

    public TElement[] Final { get; } = new TElement[vector.Count * vector.ObservationSpace.Length];

    public TElement[] Observation(int i) => Observations[(i * _length)..((i + 1) * _length)];

    public TElement[] FinalObservation(int i) => Final[(i * _length)..((i + 1) * _length)];

    public StepResult Result(int i) => new(Rewards[i], Terminated[i], Truncated[i]);

    public bool[] Mask(int i)
    {
        var allowed = new bool[Testing.Actions.Count(vector.ActionSpace)];
        vector.GetActionMask(i, allowed);
        return allowed;
    }

    /// <summary>Draws an allowed action for each instance, from a generator of the step's own.</summary>
    public void Choose(int step)
    {
        for (var i = 0; i < Actions.Length; i++)
        {
            Actions[i] = Choose(step, i, vector.ActionSpace, Mask(i));
        }
    }

    public static TAction Choose(int step, int instance, Space<TAction> actions, bool[] allowed) =>
        Testing.Actions.Sample(actions, new RandomGenerator(step).Fork(instance), allowed);

    public void Step() => vector.Step(Actions, Observations, Rewards, Terminated, Truncated, Final);

    public void Mark() => MemoryMarshal.AsBytes(Final.AsSpan()).Fill(Untouched);

    public bool IsMarked(int i) => !MemoryMarshal.AsBytes(FinalObservation(i).AsSpan()).ContainsAnyExcept(Untouched);
}
