namespace RlLab.Environments;

/// <summary>A prisoner looks for the escape, a guard hunts it, and a prompter who sees all can only send 8 bits a step.</summary>
/// <remarks>What each observes, does and earns is in the README beside this.</remarks>
public sealed class PrisonGrid : IMultiAgentEnvironment<float, int>, IRenderable, IResumable, IIdentified
{
    /// <summary>The agents by their places in <see cref="Agents"/>.</summary>
    public const int Prisoner = 0, Guard = 1, Prompter = 2;

    private const int CellLength = 2 * PrisonRules.Size, MessageLength = 8;
    private static readonly Box<float>[] Observations =
        [new(0, 1, CellLength + MessageLength), new(0, 1, 2 * CellLength), new(0, 1, 3 * CellLength)];

    private static readonly Discrete[] Actions = [new(PrisonRules.Moves), new(PrisonRules.Moves), new(PrisonRules.Messages)];
    private readonly int _maxCycles;
    private RandomGenerator? _random;
    private PrisonState _state;
    private StepResult _last = new(0, false, true);
    private bool _disposed;

    /// <summary>A prison.</summary>
    /// <param name="maxCycles">After how many steps it is a draw, at least 1; 1,000 by default.</param>
    public PrisonGrid(int maxCycles = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCycles, 1);
        _maxCycles = maxCycles;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Agents { get; } = ["prisoner", "guard", "prompter"];

    /// <inheritdoc/>
    string IIdentified.Name => nameof(PrisonGrid);

    /// <summary>That of the assembly with its rules.</summary>
    string IIdentified.Version => typeof(PrisonGrid).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Where everybody is. Setting it starts an episode from there.</summary>
    public PrisonState State
    {
        get => _state;
        set
        {
            if (!(PrisonRules.Contains(value.Prisoner) && PrisonRules.Contains(value.Guard) && PrisonRules.Contains(value.Escape)))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"Rows and columns of the prison are 0 to {PrisonRules.Size - 1}.");
            }

            ObjectDisposedException.ThrowIf(_disposed, this);
            (_state, _last) = (value, default);
        }
    }

    /// <inheritdoc/>
    public double FramesPerSecond => 4;

    /// <inheritdoc/>
    public Box<float> ObservationSpace(int agent) => Observations[agent];

    /// <inheritdoc/>
    public Space<int> ActionSpace(int agent) => Actions[agent];

    /// <inheritdoc/>
    public bool IsActive(int agent) => !_last.Done;

    /// <inheritdoc/>
    public void Reset(long? seed = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _random = seed is { } given
            ? new RandomGenerator(given)
            : _random ?? throw new InvalidOperationException("PrisonGrid has no generator yet: the first Reset must give a seed.");
        State = PrisonRules.Start(_random);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> actions, Span<StepResult> results)
    {
        if (actions.Length != Agents.Count || results.Length != Agents.Count)
        {
            throw new ArgumentException(
                $"PrisonGrid has {Agents.Count} agents, so a step takes as many actions and results, not {actions.Length} and {results.Length}.");
        }

        if (_last.Done)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            throw new InvalidOperationException("PrisonGrid has no running episode: call Reset before the next Step.");
        }

        for (var agent = 0; agent < actions.Length; agent++)
        {
            CheckAction(agent, actions[agent]);
        }

        _state = PrisonRules.Next(_state, actions[Prisoner], actions[Guard], (byte)actions[Prompter]);
        var terminated = _state.IsCaught || _state.IsEscaped;
        _last = new StepResult(0, terminated, !terminated && _state.Cycle >= _maxCycles);
        results[Prisoner] = results[Prompter] = _last with { Reward = _state.IsEscaped ? 1 : 0 };
        results[Guard] = _last with { Reward = _state.IsCaught ? 1 : 0 };
    }

    /// <inheritdoc/>
    public void Observe(int agent, Span<float> observation)
    {
        if (observation.Length != Observations[agent].Length)
        {
            throw new ArgumentException(
                $"The {Agents[agent]} observes {Observations[agent].Length} numbers, but the buffer holds {observation.Length}.",
                nameof(observation));
        }

        observation.Clear();
        Mark(observation, agent == Guard ? _state.Guard : _state.Prisoner);
        switch (agent)
        {
            case Prisoner:
                for (var bit = 0; bit < MessageLength; bit++)
                {
                    observation[CellLength + bit] = _state.Message >> bit & 1;
                }

                break;
            case Guard:
                Mark(observation[CellLength..], _state.Prisoner);
                break;
            default:
                Mark(observation[CellLength..], _state.Guard);
                Mark(observation[(2 * CellLength)..], _state.Escape);
                break;
        }
    }

    /// <inheritdoc/>
    public void GetActionMask(int agent, Span<bool> allowed)
    {
        Buffers.CheckMask(this, Actions[agent].Count, allowed.Length);
        for (var action = 0; action < allowed.Length; action++)
        {
            allowed[action] = IsAllowed(agent, action);
        }
    }

    /// <inheritdoc/>
    /// <remarks><c>escaped</c> and <c>caught</c> (1 or 0) and <c>cycle</c>, the same for all agents.</remarks>
    public bool TryGetInfo(int agent, string name, out double value)
    {
        (var known, value) = name switch
        {
            "escaped" => (true, _state.IsEscaped ? 1 : 0),
            "caught" => (true, _state.IsCaught ? 1 : 0),
            "cycle" => (true, _state.Cycle),
            _ => (false, 0),
        };
        return known;
    }

    /// <inheritdoc/>
    public Frame Render() => PrisonRenderer.Draw(_state);

    /// <summary>The world as text for a terminal: P the prisoner, G the guard, E the escape.</summary>
    public string RenderText() => PrisonRenderer.Write(_state);

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_random is not null);
        _random?.SaveState(writer);
        foreach (var cell in (ReadOnlySpan<GridCell>)[_state.Prisoner, _state.Guard, _state.Escape])
        {
            writer.Write(cell.Row);
            writer.Write(cell.Column);
        }

        writer.Write(_state.Message);
        writer.Write(_state.Cycle);
        writer.Write(_last.Terminated);
        writer.Write(_last.Truncated);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _random = null;
        if (reader.ReadBoolean())
        {
            _random = new RandomGenerator(0);
            _random.RestoreState(reader);
        }

        _state = new(ReadCell(reader), ReadCell(reader), ReadCell(reader), reader.ReadByte(), reader.ReadInt32());
        _last = new(0, reader.ReadBoolean(), reader.ReadBoolean());
    }

    /// <inheritdoc/>
    public void Dispose() => (_last, _disposed) = (new(0, false, true), true);

    // A cell is two places, its row's and its column's, set to 1 among zeros.
    private static void Mark(Span<float> observation, GridCell cell)
    {
        observation[cell.Row] = 1;
        observation[PrisonRules.Size + cell.Column] = 1;
    }

    private bool IsAllowed(int agent, int action) =>
        agent == Prompter || PrisonRules.IsValid(agent == Guard ? _state.Guard : _state.Prisoner, action);

    private void CheckAction(int agent, int action)
    {
        if (!Actions[agent].Contains(action))
        {
            throw RefusedAction.Outside($"The {Agents[agent]}", Actions[agent], action);
        }

        if (!IsAllowed(agent, action))
        {
            var allowed = new bool[Actions[agent].Count];
            GetActionMask(agent, allowed);
            throw RefusedAction.Masked($"The {Agents[agent]}", action, allowed);
        }
    }

    private static GridCell ReadCell(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32());
}
