using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RlLab.Engines;
using static TorchSharp.torch;

namespace RlLab.Lanes;

/// <summary>Asks a network for what it makes of one observation, without gradients; an action comes of it.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
internal abstract class NetworkRequest<TElement, TAction> : LaneRequest<TAction>
    where TElement : unmanaged
{
    private readonly RequestGroup? _group;
    private readonly bool _isOnProcessor;

    /// <summary>A request of the lane that is current.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shape">The shape of an observation, as a batch of one: [1, ...].</param>
    /// <param name="outputs">How many numbers the network gives.</param>
    /// <param name="device">Where the network is.</param>
    protected NetworkRequest(JointNetwork network, long[] shape, int outputs, Device device)
    {
        Network = network;
        Observation = new TElement[shape.Aggregate(1, (length, size) => length * (int)size)];
        Outputs = new float[outputs];
        _isOnProcessor = network.IsOnProcessor;
        if (network.WhyNot is { } why)
        {
            Lane.Scheduler.NotJoined(why);
            return;
        }

        _group = Lane.Scheduler.GroupOf(
            (network.Shape, string.Join('x', shape), typeof(TElement), typeof(TAction), outputs),
            () => new NetworkGroup<TElement, TAction>([.. shape], outputs, device));
    }

    /// <summary>The network.</summary>
    public JointNetwork Network { get; }

    /// <summary>What it sees.</summary>
    public TElement[] Observation { get; }

    /// <summary>Receives the network's numbers.</summary>
    public float[] Outputs { get; }

    /// <summary>Whether to ask the network together with others: it can be, and is not too much work.</summary>
    public bool IsToBeJoined
    {
        get
        {
            var work = Network.Work;
            if (_group is null || !_isOnProcessor || work <= JointOperations.Current.MostForAction)
            {
                return _group is not null;
            }

            Lane.Scheduler.NotJoined(string.Create(
                CultureInfo.InvariantCulture,
                $"an action takes {work:N0} multiply-adds, and on this engine only up to {JointOperations.Current.MostForAction:N0} "
                + $"are the faster for being asked for together"));
            return false;
        }
    }

    /// <inheritdoc/>
    public override RequestGroup Group => _group!;
}

/// <summary>Asks several networks of one shape at once, each about an observation of its own.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="shape">The shape of a batch; its first dimension is set to the number of networks.</param>
/// <param name="outputs">How many numbers each network gives.</param>
/// <param name="device">Where the networks are.</param>
internal sealed class NetworkGroup<TElement, TAction>(long[] shape, int outputs, Device device) : RequestGroup
    where TElement : unmanaged
{
    private readonly ScalarType _type = typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32;
    private JointNetwork[] _networks = [];
    private long[] _ends = [];

    /// <inheritdoc/>
    public override void Answer(ReadOnlySpan<LaneRequest> requests)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (_ends.Length != requests.Length)
        {
            _ends = [.. Enumerable.Range(1, requests.Length).Select(end => (long)end)];
            _networks = new JointNetwork[requests.Length];
        }

        shape[0] = requests.Length;
        var rows = empty(shape, _type);
        var elements = MemoryMarshal.Cast<byte, TElement>(rows.bytes);
        for (var i = 0; i < requests.Length; i++)
        {
            var asked = Asked(requests[i]);
            asked.Observation.CopyTo(elements);
            elements = elements[asked.Observation.Length..];
            _networks[i] = asked.Network;
        }

        var answers = JointNetwork.Forward(_networks, rows.to(device), _ends).cpu();
        if (answers.numel() != requests.Length * (long)outputs)
        {
            throw new ArgumentException(
                $"The networks give {answers.numel() / requests.Length} numbers for an observation; they must give {outputs}.");
        }

        var numbers = MemoryMarshal.Cast<byte, float>(answers.contiguous().bytes);
        for (var i = 0; i < requests.Length; i++)
        {
            numbers.Slice(i * outputs, outputs).CopyTo(Asked(requests[i]).Outputs);
        }
    }

    /// <summary>Only such requests have this group, and a checked cast costs as much as copying a small observation.</summary>
    private static NetworkRequest<TElement, TAction> Asked(LaneRequest request) => Unsafe.As<NetworkRequest<TElement, TAction>>(request);
}
