using System.Globalization;
using RlLab.Engines;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
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
    private readonly List<string> _shape = [];

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

    /// <summary>The multiply-adds that a row takes.</summary>
    public long Work => _linears.Sum(linear => linear.weight!.numel());

    /// <summary>Whether the network is on the processor, where arithmetic is soon all that a call takes.</summary>
    public bool IsOnProcessor => _linears.All(linear => linear.weight!.device_type == DeviceType.CPU);

    /// <summary>The most numbers that a layer makes of a row; 1 where there is no layer with weights.</summary>
    public long Width => _linears.Select(linear => linear.weight!.shape[0]).DefaultIfEmpty(1).Max();

    /// <summary>The weights and biases, in the order of the layers.</summary>
    public Parameter[] Parameters =>
        [.. _linears.SelectMany(linear => linear.bias is null ? (Parameter[])[linear.weight!] : [linear.weight!, linear.bias])];

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
                    // As the managed engine does it alone: a layer with the ReLU behind it.
                    var layer = (Module<Tensor, Tensor>)sequential[i];
                    var relu = layer is LinearLayer && i + 1 < sequential.Count && sequential[i + 1] is ReluLayer;
                    rows = relu ? Apply(layer, networks, rows, ends, relu) : Forward(layer, networks, rows, ends);
                    i += relu ? 1 : 0;
                }

                return rows;
            case IRowwise rowwise:
                return rowwise.Forward(rows, (layer, input) => Forward(layer, networks, input, ends));
            default:
                return module.call(rows);
        }
    }

    private Tensor Apply(Module linear, JointNetwork[] networks, Tensor rows, long[] ends, bool relu)
    {
        var place = _places[linear];
        var layers = _scratch?.Length >= ends.Length ? _scratch : _scratch = new LinearLayer[ends.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            layers[i] = networks[i]._linears[place];
        }

        return JointOperations.Current.Linear(rows, layers.AsSpan(0, ends.Length), ends, relu);
    }

    /// <summary>Adds a module to the shape.</summary>
    /// <returns>Why it cannot be joined; null where it can.</returns>
    private string? Add(Module<Tensor, Tensor> module)
    {
        if (JointOperations.Current.IsWatched(module))
        {
            return $"somebody watches the calls of a {module.GetType().Name} by a hook";
        }

        switch (module)
        {
            case LinearLayer when _places.TryGetValue(module, out var place):
                _shape.Add(string.Create(CultureInfo.InvariantCulture, $"the same as {place}"));
                return null;
            case LinearLayer linear:
                _places[linear] = _linears.Count;
                _linears.Add(linear);
                _shape.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Linear({string.Join('x', linear.weight!.shape)}, {linear.bias is not null}, {linear.weight.dtype}, {linear.weight.device})"));
                return null;
            case SequentialNetwork sequential when sequential.GetType() == typeof(SequentialNetwork):
                return AddAll(Enumerable.Range(0, sequential.Count).Select(i => sequential[i] as Module<Tensor, Tensor>));
            case IRowwise { Variant: { } variant }:
                _shape.Add($"{module.GetType()} {variant}");
                return AddAll(module.children().Select(child => child as Module<Tensor, Tensor>));
            default:
                if (RowwiseLayers.Describe(module) is not { } layer)
                {
                    return $"a {module.GetType().Name} may make of a row what depends on other rows";
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
            if ((module is null ? "one of its layers takes or gives something else than one tensor" : Add(module)) is { } why)
            {
                return why;
            }
        }

        _shape.Add(")");
        return null;
    }
}
