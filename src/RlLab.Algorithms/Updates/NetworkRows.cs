using System.Globalization;
using System.Runtime.InteropServices;
using RlLab.Engines;
using RlLab.Lanes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>
/// Asks networks for what they make of some observations, without gradients; where runs train in lanes, together with the networks of others.
/// </summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
internal sealed class NetworkRows<TElement>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly Module<Tensor, Tensor>? _trunk;
    private readonly Module<Tensor, Tensor>[] _heads;
    private readonly long[] _shape;
    private readonly int _length;
    private readonly Device _device;
    private readonly int[] _widths;
    private readonly float[][] _outputs;
    private Memory<TElement> _rows;
    private Request? _request;

    /// <summary>Networks that see the same observations.</summary>
    /// <param name="trunk">Observations [rows, ...] to features, for all heads; null where the heads see the observations themselves.</param>
    /// <param name="observations">The observations' space.</param>
    /// <param name="device">Where the networks are.</param>
    /// <param name="heads">Features to numbers [rows, width], and how many numbers a row that is.</param>
    public NetworkRows(
        Module<Tensor, Tensor>? trunk, Box<TElement> observations, Device device, params (Module<Tensor, Tensor> Network, int Width)[] heads)
    {
        (_trunk, _length, _device) = (trunk, observations.Length, device);
        _shape = [1, .. observations.Shape];
        _heads = [.. heads.Select(head => head.Network)];
        _widths = [.. heads.Select(head => head.Width)];
        _outputs = [.. heads.Select(head => new float[head.Width])];
    }

    /// <summary>The numbers of a head for an observation of the last call.</summary>
    /// <param name="head">The head's number.</param>
    /// <param name="row">The observation's number.</param>
    public ReadOnlySpan<float> this[int head, int row] => _outputs[head].AsSpan(row * _widths[head], _widths[head]);

    /// <summary>The numbers of a head for all observations of the last call.</summary>
    /// <param name="head">The head's number.</param>
    public ReadOnlySpan<float> this[int head] => _outputs[head].AsSpan(0, Count * _widths[head]);

    private int Count => _rows.Length / _length;

    /// <summary>Asks.</summary>
    /// <param name="rows">Observations, one after the other; to be left as they are until the answer is there.</param>
    /// <returns>Completes when the numbers are there: at once where a run trains alone.</returns>
    public ValueTask Ask(Memory<TElement> rows)
    {
        _rows = rows;
        for (var head = 0; head < _heads.Length; head++)
        {
            if (_outputs[head].Length < Count * _widths[head])
            {
                _outputs[head] = new float[Count * _widths[head]];
            }
        }

        if (Lane.Current is { } lane)
        {
            if (_request?.Lane != lane)
            {
                _request = new Request(this);
            }

            if (_request.IsToBeJoined)
            {
                return _request.AskForNumbers();
            }
        }

        AskAlone();
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks for one observation, not together with others.</summary>
    public void AskAlone(Memory<TElement> row)
    {
        _rows = row;
        AskAlone();
    }

    private void AskAlone()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var rows = ToTensor(Count, [this]);
        var features = _trunk?.call(rows) ?? rows;
        for (var head = 0; head < _heads.Length; head++)
        {
            Elements(_heads[head].call(features), Count * _widths[head]).CopyTo(_outputs[head]);
        }
    }

    private Tensor ToTensor(int count, ReadOnlySpan<NetworkRows<TElement>> parts)
    {
        _shape[0] = count;
        var tensor = empty(_shape, typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32);
        var elements = MemoryMarshal.Cast<byte, TElement>(tensor.bytes);
        foreach (var part in parts)
        {
            part._rows.Span.CopyTo(elements);
            elements = elements[part._rows.Length..];
        }

        return tensor.to(_device);
    }

    private static ReadOnlySpan<float> Elements(Tensor numbers, int count)
    {
        var elements = MemoryMarshal.Cast<byte, float>(numbers.cpu().contiguous().bytes);
        return elements.Length == count
            ? elements
            : throw new ArgumentException($"A network gives {elements.Length:N0} numbers where {count:N0} are needed.");
    }

    /// <summary>A lane waits for the networks' numbers.</summary>
    private sealed class Request : LaneRequest
    {
        private readonly JointNetwork[] _networks;
        private readonly bool _isOnProcessor;
        private readonly RequestGroup? _group;

        public Request(NetworkRows<TElement> asked)
        {
            Asked = asked;
            _networks = [.. asked._heads.Prepend(asked._trunk).OfType<Module<Tensor, Tensor>>().Select(network => new JointNetwork(network))];
            if (_networks.Select(network => network.WhyNot).FirstOrDefault(why => why is not null) is { } why)
            {
                Lane.Scheduler.NotJoined(why);
                return;
            }

            _isOnProcessor = _networks.All(network => network.IsOnProcessor);
            _group = Lane.Scheduler.GroupOf(
                (string.Join("; ", _networks.Select(network => network.Shape)), asked._trunk is null, string.Join('x', asked._shape[1..]),
                    typeof(TElement), string.Join(' ', asked._widths)),
                () => new Group());
        }

        public NetworkRows<TElement> Asked { get; }

        public bool IsToBeJoined
        {
            get
            {
                var work = _networks.Sum(network => network.Work) * Asked.Count;
                if (_group is null || !_isOnProcessor || work <= JointOperations.Current.MostForAction)
                {
                    return _group is not null;
                }

                Lane.Scheduler.NotJoined(string.Create(
                    CultureInfo.InvariantCulture,
                    $"actions of more than {JointOperations.Current.MostForAction:N0} multiply-adds are not the faster on this engine for being "
                    + $"asked for together"));
                return false;
            }
        }

        public override RequestGroup Group => _group!;

        public ValueTask AskForNumbers() => Ask();

        public override void AnswerAlone() => Asked.AskAlone();

        /// <summary>The networks of a place: the trunk, or a head.</summary>
        public JointNetwork this[int place] => _networks[place];
    }

    private sealed class Group : RequestGroup
    {
        /// <inheritdoc/>
        public override void Answer(ReadOnlySpan<LaneRequest> requests)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var (asking, ends, end) = (new Request[requests.Length], new long[requests.Length], 0);
            var parts = new NetworkRows<TElement>[requests.Length];
            for (var i = 0; i < requests.Length; i++)
            {
                asking[i] = (Request)requests[i];
                parts[i] = asking[i].Asked;
                ends[i] = end += parts[i].Count;
            }

            var first = parts[0];
            var (features, trunks) = (first.ToTensor(end, parts), 0);
            if (first._trunk is not null)
            {
                features = Forward(0, features);
                trunks = 1;
            }

            for (var head = 0; head < first._heads.Length; head++)
            {
                var width = first._widths[head];
                var numbers = Elements(Forward(trunks + head, features), end * width);
                for (var i = 0; i < parts.Length; i++)
                {
                    var start = i == 0 ? 0 : (int)ends[i - 1];
                    numbers[(start * width)..((int)ends[i] * width)].CopyTo(parts[i]._outputs[head]);
                }
            }

            Tensor Forward(int place, Tensor rows) => JointNetwork.Forward(Array.ConvertAll(asking, request => request[place]), rows, ends);
        }
    }
}
