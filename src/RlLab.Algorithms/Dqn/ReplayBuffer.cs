using System.Numerics;

namespace RlLab.Algorithms.Dqn;

/// <summary>Remembers the last transitions of a world; each observation is stored once, however many transitions show it.</summary>
/// <remarks>
/// A ring of slots in the order of time. A slot holds an observation and what was done on it: the action, its reward, and whether the
/// episode ended. The last observation of an episode has a slot too, on which nothing was done. What a network sees of a slot is the
/// stack of the last observations up to it, oldest first; before the episode's first it is repeated. Where the world forbids actions, a slot
/// also holds which were allowed on its observation.
/// </remarks>
/// <typeparam name="TElement">
/// What an observation is made of: <see cref="byte"/> for pixels, so that they take a quarter of a float's room.
/// </typeparam>
public sealed class ReplayBuffer<TElement> : IResumable
    where TElement : unmanaged
{
    private readonly int _observationLength;
    private readonly int _stack;
    private readonly TElement[][] _blocks;
    private readonly int _blockBits;
    private readonly int[] _actions;
    private readonly float[] _rewards;
    private readonly SlotKind[] _kinds;

    private readonly bool[] _allowed;

    // The number of steps since the episode's first observation, as far as a stack reaches back.
    private readonly byte[] _ages;
    private long _written;
    private int _newest = -1;

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">How many slots it has: transitions, and one more for each episode's end.</param>
    /// <param name="observationLength">Elements of one observation.</param>
    /// <param name="stack">Observations that make up what a network sees, at most 255.</param>
    /// <param name="flags">How many actions have a flag that says whether they are allowed; 0 where the world never forbids any.</param>
    public ReplayBuffer(int capacity, int observationLength, int stack = 1, int flags = 0)
    {
        Capacity = Require.AtLeast(capacity, 2);
        _observationLength = Require.AtLeast(observationLength, 1);
        _stack = Require.Between(stack, 1, 255);
        Flags = Require.AtLeast(flags, 0);
        _allowed = new bool[(long)capacity * flags];

        // One array cannot hold more than 2^31 elements, and a million stacked pictures are more; blocks also fill as they are used.
        _blockBits = BitOperations.Log2((uint)Math.Max(1, (1 << 24) / observationLength));
        _blocks = new TElement[((capacity - 1) >> _blockBits) + 1][];
        (_actions, _rewards, _kinds, _ages) = (new int[capacity], new float[capacity], new SlotKind[capacity], new byte[capacity]);
    }

    /// <summary>What became of the episode after a slot's action.</summary>
    private enum SlotKind : byte
    {
        /// <summary>Nothing was done on this observation: it is the newest one, or an episode's last.</summary>
        Last,
        Continued,
        Terminated,
        Truncated,
    }

    /// <summary>How many slots there are.</summary>
    public int Capacity { get; }

    /// <summary>How many slots are filled.</summary>
    public int Count => (int)Math.Min(_written, Capacity);

    /// <summary>The slot of the newest observation, on which nothing was done yet; -1 before the first.</summary>
    internal int Newest => _newest;

    /// <summary>Elements of what a network sees: the stack times an observation's.</summary>
    public int StackLength => _stack * _observationLength;

    /// <summary>How many actions have a flag that says whether they are allowed; 0 where the world never forbids any.</summary>
    public int Flags { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="observation">Its first observation.</param>
    /// <param name="allowed">Which actions are allowed on it, a flag each; empty where the memory holds no flags.</param>
    public void Begin(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default) => Append(observation, allowed, age: 0);

    /// <summary>Adds what came of an action on the newest observation.</summary>
    /// <param name="action">The action.</param>
    /// <param name="step">Its reward, and whether the episode ended.</param>
    /// <param name="next">The observation after it.</param>
    /// <param name="allowed">Which actions are allowed on that, a flag each; empty where the memory holds no flags.</param>
    public void Add(int action, StepResult step, ReadOnlySpan<TElement> next, ReadOnlySpan<bool> allowed = default)
    {
        var slot = _newest;
        (_actions[slot], _rewards[slot]) = (action, (float)step.Reward);
        _kinds[slot] = step.Terminated ? SlotKind.Terminated : step.Truncated ? SlotKind.Truncated : SlotKind.Continued;
        Append(next, allowed, (byte)Math.Min(_ages[slot] + 1, _stack - 1));
    }

    /// <summary>Copies what a network sees now.</summary>
    /// <param name="stack">Receives <see cref="StackLength"/> elements.</param>
    public void CopyNewest(Span<TElement> stack) => CopyStack(_newest, stack);

    /// <summary>Whether a slot holds a transition whose whole stack and whose next <paramref name="steps"/> observations are still there.</summary>
    /// <param name="slot">From 0 to <see cref="Capacity"/>.</param>
    /// <param name="steps">Rewards that are to be summed, at least 1; fewer where the episode ends.</param>
    public bool IsTransition(int slot, int steps)
    {
        if (slot >= Count || _kinds[slot] == SlotKind.Last)
        {
            return false;
        }

        // The slots just ahead of the newest are the oldest: what their stacks reach back to is overwritten.
        var age = Before(_newest, slot);
        if (_written > Capacity && age + _ages[slot] >= Capacity)
        {
            return false;
        }

        // A sum of rewards that would run past the newest observation is not complete yet.
        for (var ahead = 0; ahead < steps; ahead++, slot = After(slot))
        {
            switch (_kinds[slot])
            {
                case SlotKind.Last:
                    return false;
                case SlotKind.Terminated or SlotKind.Truncated:
                    return true;
            }
        }

        return true;
    }

    /// <summary>Copies a transition out.</summary>
    /// <param name="slot">One for which <see cref="IsTransition"/> holds.</param>
    /// <param name="steps">Rewards to sum at most; fewer where the episode ends.</param>
    /// <param name="discount">The discount of later rewards.</param>
    /// <param name="observation">Receives what the network saw.</param>
    /// <param name="next">Receives what it sees after those rewards.</param>
    /// <param name="nextAllowed">Receives which actions are allowed then; left as it is where the memory holds no flags.</param>
    public Transition Copy(
        int slot, int steps, double discount, Span<TElement> observation, Span<TElement> next, Span<bool> nextAllowed = default)
    {
        CopyStack(slot, observation);
        var action = _actions[slot];
        var (rewards, weight) = (0.0, 1.0);
        SlotKind kind;
        var ahead = 0;
        do
        {
            rewards += weight * _rewards[slot];
            weight *= discount;
            kind = _kinds[slot];
            slot = After(slot);
        }
        while (++ahead < steps && kind == SlotKind.Continued);

        CopyStack(slot, next);
        if (kind == SlotKind.Terminated)
        {
            // No action follows, whatever its flag says.
            nextAllowed.Fill(true);
        }
        else
        {
            _allowed.AsSpan(slot * Flags, Flags).CopyTo(nextAllowed);
        }

        return new Transition(action, (float)rewards, kind == SlotKind.Terminated ? 0 : (float)weight);
    }

    /// <inheritdoc/>
    /// <remarks>In large pieces that stay where they are, so that a checkpoint finds those that have not changed since the last one.</remarks>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_written);
        writer.Write(_newest);
        SavedState.WriteElements<int>(writer, _actions);
        SavedState.WriteElements<float>(writer, _rewards);
        SavedState.WriteElements<SlotKind>(writer, _kinds);
        SavedState.WriteElements<byte>(writer, _ages);
        SavedState.WriteElements<bool>(writer, _allowed);
        for (var block = 0; block < _blocks.Length; block++)
        {
            SavedState.WriteElements<TElement>(writer, Written(block));
        }
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        (_written, _newest) = (reader.ReadInt64(), reader.ReadInt32());
        SavedState.ReadElements(reader, _actions.AsSpan());
        SavedState.ReadElements(reader, _rewards.AsSpan());
        SavedState.ReadElements(reader, _kinds.AsSpan());
        SavedState.ReadElements(reader, _ages.AsSpan());
        SavedState.ReadElements(reader, _allowed.AsSpan());
        for (var block = 0; block < _blocks.Length; block++)
        {
            SavedState.ReadElements(reader, Written(block));
        }
    }

    /// <summary>The observations of a block that have been written by now.</summary>
    private Span<TElement> Written(int block)
    {
        var first = block << _blockBits;
        var slots = Math.Clamp(Count - first, 0, 1 << _blockBits);
        return slots == 0 ? [] : Block(block).AsSpan(0, slots * _observationLength);
    }

    private void Append(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed, byte age)
    {
        if (allowed.Length != Flags)
        {
            throw new ArgumentException(
                $"The memory holds {Flags} flags of allowed actions with each observation, and was given {allowed.Length}.", nameof(allowed));
        }

        _newest = After(_newest);
        observation.CopyTo(Observation(_newest));
        allowed.CopyTo(_allowed.AsSpan(_newest * Flags));
        (_kinds[_newest], _ages[_newest]) = (SlotKind.Last, age);
        _written++;
    }

    private void CopyStack(int slot, Span<TElement> stack)
    {
        for (var back = 0; back < _stack; back++)
        {
            var source = Before(slot, Math.Min(back, _ages[slot]));
            Observation(source).CopyTo(stack[((_stack - 1 - back) * _observationLength)..]);
        }
    }

    private Span<TElement> Observation(int slot)
    {
        var block = slot >> _blockBits;
        return Block(block).AsSpan((slot - (block << _blockBits)) * _observationLength, _observationLength);
    }

    private TElement[] Block(int block) => _blocks[block] ??=
        GC.AllocateUninitializedArray<TElement>(Math.Min(1 << _blockBits, Capacity - (block << _blockBits)) * _observationLength);

    private int After(int slot) => slot + 1 == Capacity ? 0 : slot + 1;

    /// <summary>The slot some slots (fewer than there are) earlier; so also how much earlier a slot is.</summary>
    private int Before(int slot, int slots) => slot >= slots ? slot - slots : slot - slots + Capacity;
}

/// <summary>A remembered transition, less its observations.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Reward">The discounted sum of the rewards up to the next observation.</param>
/// <param name="NextWeight">
/// What the value of the next observation counts: the discount to the power of the steps, or 0 where the episode terminated.
/// </param>
public readonly record struct Transition(int Action, float Reward, float NextWeight);
