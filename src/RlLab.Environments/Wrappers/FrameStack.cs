using System.Runtime.InteropServices;

namespace RlLab.Environments;

/// <summary>Shows the last observations together, oldest first; before an episode has as many, its first one stands for the missing.</summary>
/// <remarks>The shape gains a leading dimension: 4 frames of [84, 84] become [4, 84, 84].</remarks>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
public sealed class FrameStack<TElement, TAction> : Wrapper<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly TElement[] _stack;
    private readonly int _length;

    /// <summary>Stacks a world's observations.</summary>
    /// <param name="inner">The world.</param>
    /// <param name="count">How many observations, at least 1.</param>
    public FrameStack(IEnvironment<TElement, TAction> inner, int count)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var one = inner.ObservationSpace;
        _length = one.Length;
        if ((long)count * _length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"{count} observations of {_length} elements are more than the {Array.MaxLength} of an array.");
        }

        _stack = new TElement[count * _length];
        ObservationSpace = new(
            [count, .. one.Shape],
            [.. Enumerable.Repeat(one.Low, count).SelectMany(bounds => bounds)],
            [.. Enumerable.Repeat(one.High, count).SelectMany(bounds => bounds)]);
    }

    /// <inheritdoc/>
    public override Box<TElement> ObservationSpace { get; }

    private Span<TElement> Newest => _stack.AsSpan(_stack.Length - _length);

    /// <inheritdoc/>
    public override void Reset(Span<TElement> observation, long? seed = null)
    {
        Buffers.Check(this, ObservationSpace, observation.Length);
        Inner.Reset(Newest, seed);
        for (var i = 0; i < _stack.Length - _length; i += _length)
        {
            Newest.CopyTo(_stack.AsSpan(i));
        }

        _stack.CopyTo(observation);
    }

    /// <inheritdoc/>
    public override StepResult Step(TAction action, Span<TElement> observation)
    {
        // The new observation goes into the caller's buffer first: a step that throws leaves the stack as it was.
        Buffers.Check(this, ObservationSpace, observation.Length);
        var newest = observation[^_length..];
        var result = Inner.Step(action, newest);
        _stack.AsSpan(_length).CopyTo(_stack);
        newest.CopyTo(Newest);
        _stack.CopyTo(observation);
        return result;
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(MemoryMarshal.AsBytes(_stack.AsSpan()));
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_stack.AsSpan()));
    }
}
