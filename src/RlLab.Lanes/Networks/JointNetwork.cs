using System.Globalization;
using RlLab.Engines;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using DropoutLayer = TorchSharp.Modules.Dropout;
using LinearLayer = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;
using ReluLayer = TorchSharp.Modules.ReLU;
using SequentialNetwork = TorchSharp.Modules.Sequential;

namespace RlLab.Lanes;

/// <summary>A run's network, as one that can be applied together with networks of the same shape of other runs.</summary>
/// <remarks>Shape and code come from the modules' types; the weights are read from the layers each time, so they may be replaced.</remarks>
internal sealed class JointNetwork
{
    [ThreadStatic]
    private static LinearLayer[]? _scratch;

    private readonly Module<Tensor, Tensor> _network;
    private readonly List<LinearLayer> _linears = [];
    private readonly Dictionary<Module, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<ApartLayers> _apart = [];
    private readonly Dictionary<(Module Owner, int Layer), int> _apartPlaces = [];
    private readonly List<Module<Tensor, Tensor>> _perRun = [];
    private readonly List<string> _shape = [];
    private readonly List<Parameter> _parameters = [];
    private long _workOfLinears;

    /// <summary>Looks at a network.</summary>
    /// <param name="network">Rows to rows.</param>
    public JointNetwork(Module<Tensor, Tensor> network)
    {
        _network = network;
        WhyNot = Add(network);
        Shape = string.Join(' ', _shape);
    }

    /// <summary>All that decides which code runs and on what shapes: networks of one shape can be applied together.</summary>
    public string Shape { get; }

    /// <summary>Why the network cannot be joined with others, as half a sentence; null where it can.</summary>
    public string? WhyNot { get; }

    /// <summary>The multiply-adds that a row takes; where there are convolutions, about as many as it took last.</summary>
    public long Work => _apart.Count == 0 ? _workOfLinears : _workOfLinears + _apart.Sum(layers => layers.Work);

    /// <summary>Whether the network is on the processor, where arithmetic is soon all that a call takes.</summary>
    public bool IsOnProcessor => _network.parameters().All(parameter => parameter.device_type == DeviceType.CPU);

    /// <summary>The most numbers that a layer makes of a row; 1 where there is no layer with weights.</summary>
    public long Width => _linears.Select(linear => linear.weight!.shape[0]).Concat(_apart.Select(layers => layers.Width)).DefaultIfEmpty(1).Max();

    /// <summary>The weights and biases, in the order of the layers; a list that is written again when it is asked for again.</summary>
    public IReadOnlyList<Parameter> Parameters
    {
        get
        {
            if (_apart.Count + _perRun.Count > 0)
            {
                return [.. _network.parameters()];
            }

            _parameters.Clear();
            foreach (var linear in _linears)
            {
                _parameters.Add(linear.weight!);
                if (linear.bias is not null)
                {
                    _parameters.Add(linear.bias);
                }
            }

            return _parameters;
        }
    }

    /// <summary>What a pass in training may change, such as running means.</summary>
    public IEnumerable<Tensor> Statistics => _apart.Count > 0 ? _network.buffers() : [];

    /// <summary>Applies networks of one shape, each to its own rows.</summary>
    /// <param name="networks">One a run, and perhaps more that are not looked at.</param>
    /// <param name="rows">The runs' rows, one run after the other.</param>
    /// <param name="ends">The row after the last one of each run.</param>
    public static Tensor Forward(JointNetwork[] networks, Tensor rows, long[] ends) =>
        networks[0].Forward(networks[0]._network, networks, rows, ends);

    private Tensor Forward(Module<Tensor, Tensor> module, JointNetwork[] networks, Tensor rows, long[] ends)
    {
        switch (module)
        {
            case LinearLayer:
                return Apply(module, networks, rows, ends, relu: false);
            case SequentialNetwork sequential:
                for (var i = 0; i < sequential.Count; i++)
                {
                    if (PlaceApart(sequential, i) is { } apart)
                    {
                        rows = Apart(apart, networks, rows, ends);
                        i += _apart[apart].Count - 1;
                        continue;
                    }

                    // As the managed engine does it alone: a layer with the ReLU behind it.
                    var layer = (Module<Tensor, Tensor>)sequential[i];
                    var relu = layer is LinearLayer && i + 1 < sequential.Count && sequential[i + 1] is ReluLayer;
                    rows = relu ? Apply(layer, networks, rows, ends, relu) : Forward(layer, networks, rows, ends);
                    i += relu ? 1 : 0;
                }

                return rows;
            case IRowwise rowwise:
                return rowwise.Forward(rows, (layer, input) => Forward(layer, networks, input, ends));
            case IPerRun perRun:
                var place = _perRun.IndexOf(module);
                return perRun.Forward(
                    rows, Lengths(ends), [.. networks.Take(ends.Length).Select(network => network._perRun[place])],
                    (layer, input) => Forward(layer, networks, input, ends));
            default:
                return PlaceApart(module, 0) is { } alone ? Apart(alone, networks, rows, ends) : module.call(rows);
        }
    }

    /// <summary>The place of the layers apart that begin with a layer of a module, or that are the module; null where there are none.</summary>
    private int? PlaceApart(Module owner, int layer) =>
        _apart.Count > 0 && _apartPlaces.TryGetValue((owner, layer), out var place) ? place : null;

    private static Tensor Apart(int place, JointNetwork[] networks, Tensor rows, long[] ends)
    {
        // One operation, so that one gradient is put together of the parts'; that of each part apart would be as long as all rows.
        var parts = rows.split(Lengths(ends));
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = networks[i]._apart[place].Forward(parts[i]);
        }

        return cat(parts);
    }

    private static long[] Lengths(long[] ends)
    {
        var lengths = new long[ends.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
        }

        return lengths;
    }

    private Tensor Apply(Module linear, JointNetwork[] networks, Tensor rows, long[] ends, bool relu)
    {
        var place = _places[linear];
        var layers = _scratch?.Length >= ends.Length ? _scratch : _scratch = new LinearLayer[ends.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            layers[i] = networks[i]._linears[place];
        }

        if (rows.dim() == 2)
        {
            return JointOperations.Current.Linear(rows, layers.AsSpan(0, ends.Length), ends, relu);
        }

        // A layer looks at the last dimension alone, so that a row of several dimensions is several rows to it.
        var shape = rows.shape;
        var rowsOfOne = shape[1..^1].Aggregate(1L, (count, size) => count * size);
        var result = JointOperations.Current.Linear(
            rows.flatten(0, -2), layers.AsSpan(0, ends.Length), Array.ConvertAll(ends, end => end * rowsOfOne), relu);
        return result.view([.. shape[..^1], result.size(1)]);
    }

    /// <summary>Adds a module to the shape.</summary>
    /// <returns>Why it cannot be joined; null where it can.</returns>
    private string? Add(Module<Tensor, Tensor> module)
    {
        if (JointOperations.Current.IsWatched(module))
        {
            return Watched(module);
        }

        switch (module)
        {
            case LinearLayer when _places.TryGetValue(module, out var place):
                _shape.Add(string.Create(CultureInfo.InvariantCulture, $"the same as {place}"));
                return null;
            case LinearLayer linear:
                _places[linear] = _linears.Count;
                _linears.Add(linear);
                _workOfLinears += linear.weight!.numel();
                _shape.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Linear({string.Join('x', linear.weight.shape)}, {linear.bias is not null}, {linear.weight.dtype}, {linear.weight.device})"));
                return null;
            case SequentialNetwork sequential when sequential.GetType() == typeof(SequentialNetwork):
                return AddAll(sequential);
            case IRowwise { Variant: { } variant }:
                _shape.Add($"{module.GetType()} {variant}");
                return AddAll(module.children().Select(child => child as Module<Tensor, Tensor>));
            case IPerRun when _perRun.Contains(module):
                _shape.Add(string.Create(CultureInfo.InvariantCulture, $"per run as {_perRun.IndexOf(module)}"));
                return null;
            case IPerRun:
                _perRun.Add(module);
                _shape.Add($"{module.GetType()}");
                return AddAll(module.children().Select(child => child as Module<Tensor, Tensor>));
            case IRowwise or DropoutLayer:
                return $"what a {module.GetType().Name} makes of a row is drawn at random, each run's from its own generator";
            default:
                if (ApartLayers.Describe(module) is not null)
                {
                    return AddApart(module, 0, [module], module);
                }

                if (RowwiseLayers.Describe(module) is not { } layer)
                {
                    return $"a {module.GetType().Name} is none of the layers that are known to look at nothing but a run's own rows";
                }

                _shape.Add(layer);
                return null;
        }
    }

    private string? AddAll(IEnumerable<Module<Tensor, Tensor>?> modules)
    {
        _shape.Add("(");
        foreach (var module in modules)
        {
            if (AddLayer(module) is { } why)
            {
                return why;
            }
        }

        _shape.Add(")");
        return null;
    }

    private string? AddAll(SequentialNetwork sequential)
    {
        _shape.Add("(");
        for (var i = 0; i < sequential.Count; i++)
        {
            var end = ApartLayers.EndIn(sequential, i);
            var why = end == i
                ? AddLayer(sequential[i] as Module<Tensor, Tensor>)
                : AddApart(sequential, i, [.. Enumerable.Range(i, end - i).Select(at => (Module<Tensor, Tensor>)sequential[at])], sequential[i..end]);
            if (why is not null)
            {
                return why;
            }

            i = Math.Max(i, end - 1);
        }

        _shape.Add(")");
        return null;
    }

    private string? AddLayer(Module<Tensor, Tensor>? layer) =>
        layer is null ? "one of its layers takes or gives something else than one tensor" : Add(layer);

    /// <summary>Adds layers that each run applies to its own rows.</summary>
    /// <param name="owner">The Sequential that they are of, or the layer itself.</param>
    /// <param name="first">The first one's number in it.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="module">The same as one module.</param>
    private string? AddApart(Module owner, int first, Module<Tensor, Tensor>[] layers, Module<Tensor, Tensor> module)
    {
        if (layers.FirstOrDefault(JointOperations.Current.IsWatched) is { } watched)
        {
            return Watched(watched);
        }

        if (!_apartPlaces.TryAdd((owner, first), _apart.Count))
        {
            _shape.Add(string.Create(CultureInfo.InvariantCulture, $"apart as {_apartPlaces[(owner, first)]}"));
            return null;
        }

        _apart.Add(new ApartLayers(layers, module));
        _shape.Add($"apart[{string.Join(' ', layers.Select(layer => ApartLayers.Describe(layer) ?? RowwiseLayers.Describe(layer)))}]");
        return null;
    }

    private static string Watched(Module<Tensor, Tensor> module) => $"somebody watches the calls of a {module.GetType().Name} by a hook";
}
