using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Prompting;

/// <summary>Plays episodes with a speaker's and a listener's network, and lets the rest of the agents act by rule.</summary>
/// <param name="world">
/// Agents that all act at once. The listener observes its own numbers and then the bits of the last message, the least significant first; a
/// message is a speaker's action.
/// </param>
/// <param name="networks">The two networks, on the device that they stay on.</param>
/// <param name="listener">The listener's place among the agents.</param>
/// <param name="speaker">The speaker's place among the agents.</param>
/// <param name="bits">Bits of a message, from 1 to 30; the speaker has an action for each message.</param>
/// <param name="others">The action of any other agent, by its place, drawn from the generator that it is given if need be.</param>
/// <param name="channel">What the listener hears.</param>
/// <param name="othersRandom">What the others draw from.</param>
/// <exception cref="ArgumentException">The world's spaces do not suit listener, speaker and bits.</exception>
public sealed class PromptingPlayer(
    IMultiAgentEnvironment<float, int> world,
    PromptingNetworks networks,
    int listener,
    int speaker,
    int bits,
    Func<int, RandomGenerator, int> others,
    Channel channel,
    RandomGenerator othersRandom) : IResumable
{
    internal const int MostBits = 30;

    private readonly Channel _channel = Require.Defined(channel);
    private readonly Device _device = networks.Device;
    private readonly float[] _heard = new float[Place(world, listener, speaker, bits)];
    private readonly float[] _seen = new float[world.ObservationSpace(speaker).Length];
    private readonly bool[] _mask = new bool[((Discrete)world.ActionSpace(listener)).Count];
    private readonly float[] _allowed = new float[((Discrete)world.ActionSpace(listener)).Count];
    private readonly float[] _logProbabilities = new float[((Discrete)world.ActionSpace(listener)).Count];
    private readonly float[] _spoken = new float[bits];
    private readonly int[] _actions = new int[world.Agents.Count];
    private readonly StepResult[] _results = new StepResult[world.Agents.Count];

    private int OwnLength => _heard.Length - bits;

    /// <summary>Logs the world as what a run learns from, if it says which one it is.</summary>
    internal void LogWorld(IRun run) => run.LogWorld(world);

    /// <summary>Plays one episode.</summary>
    /// <param name="random">What actions and random messages are drawn from.</param>
    /// <param name="seed">Seeds the world; null lets its generator run on.</param>
    /// <param name="onStep">Is called after the reset and after each step.</param>
    /// <param name="stopping">Ends the episode at its next step, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What the listener earned.</returns>
    /// <exception cref="DivergedException">A reward, an observation or a probability is not finite.</exception>
    /// <exception cref="InvalidOperationException">The world allows the listener no action.</exception>
    public double Play(RandomGenerator random, long? seed = null, Action? onStep = null, CancellationToken stopping = default) =>
        Play(random, null, seed, onStep, stopping);

    /// <summary>Plays one episode and keeps its steps.</summary>
    internal double Play(
        RandomGenerator random, PromptedEpisodes? episodes, long? seed = null, Action? onStep = null, CancellationToken stopping = default)
    {
        world.Reset(seed);
        onStep?.Invoke();
        Array.Clear(_seen);
        var (total, first) = (0.0, true);
        do
        {
            stopping.ThrowIfCancellationRequested();
            world.Observe(listener, _heard);
            Finite.Check(_heard, "what the listener observed");
            world.GetActionMask(listener, _mask);
            if (!_mask.Contains(true))
            {
                throw new InvalidOperationException(
                    "The world allows the listener no action, and the episode goes on: where nothing can be done it has to end.");
            }

            for (var action = 0; action < _mask.Length; action++)
            {
                _allowed[action] = _mask[action] ? 1 : 0;
            }

            episodes?.Seen.AddRange(_seen);
            episodes?.Spoken.Add(first ? 0 : 1);
            episodes?.Own.AddRange(_heard.AsSpan(0, OwnLength));
            episodes?.Message.AddRange(_heard.AsSpan(OwnLength));
            episodes?.Allowed.AddRange(_allowed);
            world.Observe(speaker, _seen);
            Finite.Check(_seen, "what the speaker observed");
            _actions[speaker] = Speak(random);
            _actions[listener] = Decide(random);
            for (var agent = 0; agent < _actions.Length; agent++)
            {
                if (agent != listener && agent != speaker)
                {
                    _actions[agent] = others(agent, othersRandom);
                }
            }

            world.Step(_actions, _results);
            Finite.CheckReward(_results[listener].Reward, "the listener's reward");
            episodes?.Actions.Add(_actions[listener]);
            episodes?.Reward(_results[listener].Reward);
            total += _results[listener].Reward;
            first = false;
            onStep?.Invoke();
        }
        while (!_results[listener].Done);
        return total;
    }

    /// <inheritdoc/>
    /// <remarks>Saved between episodes: the world's state, and that of the others' generator. The networks are saved by who trains them.</remarks>
    public void SaveState(BinaryWriter writer)
    {
        SavedState.Save(writer, world);
        othersRandom.SaveState(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        SavedState.Restore(reader, world);
        othersRandom.RestoreState(reader);
    }

    private int Speak(RandomGenerator random)
    {
        if (_channel != Channel.Trained)
        {
            return _channel == Channel.Random ? random.NextInt(1 << bits) : 0;
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            networks.Speak(tensor(_seen, 1, _seen.Length, device: _device)).cpu().data<float>().CopyTo(_spoken);
        }

        var message = 0;
        for (var bit = 0; bit < bits; bit++)
        {
            DivergedException.ThrowIfNotFinite(_spoken[bit], "a bit of the speaker's message");
            message |= _spoken[bit] >= 0.5f ? 1 << bit : 0;
        }

        return message;
    }

    private int Decide(RandomGenerator random)
    {
        using (no_grad())
        using (NewDisposeScope())
        {
            // All that the decision is made from travels together.
            var input = tensor((float[])[.. _heard, .. _allowed], 1, _heard.Length + _allowed.Length, device: _device);
            var decision = networks.Decide(
                input.narrow(1, 0, OwnLength), input.narrow(1, OwnLength, bits), input.narrow(1, _heard.Length, _allowed.Length));
            decision.cpu().data<float>().CopyTo(_logProbabilities);
        }

        return LogProbabilities.Draw(_logProbabilities, _mask, random);
    }

    /// <summary>How many numbers the listener observes, if all that is asked of the world holds.</summary>
    private static int Place(IMultiAgentEnvironment<float, int> world, int listener, int speaker, int bits)
    {
        Require.Between(listener, 0, world.Agents.Count - 1);
        Require.Between(speaker, 0, world.Agents.Count - 1);
        Require.Between(bits, 1, MostBits);
        if (listener == speaker)
        {
            throw new ArgumentOutOfRangeException(nameof(speaker), $"speaker is {speaker}; it must be another agent than the listener.");
        }

        if (world.ActionSpace(listener) is not Discrete || world.ActionSpace(speaker) is not Discrete { Count: var messages }
            || messages != 1 << bits || world.ObservationSpace(listener).Length < bits)
        {
            throw new ArgumentException(
                $"Messages of {bits} bits need a listener that observes them, here {world.ObservationSpace(listener)}, and a speaker that has an "
                + $"action for each of {1 << bits} messages, here {world.ActionSpace(speaker)}.");
        }

        return world.ObservationSpace(listener).Length;
    }
}
