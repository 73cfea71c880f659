using System.Globalization;
using RlLab.Algorithms.Dqn;
using RlLab.Formats;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Writes what was learned to a file for other programs, with what they have to know about what goes in and comes out.</summary>
internal static class PolicyFile
{
    /// <summary>Writes a policy.</summary>
    /// <exception cref="NotSupportedException">The policy, a module of its network or the world's actions cannot be written.</exception>
    public static void Write<TElement, TAction>(
        PolicyExport export, IPolicy<TElement, TAction> policy, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement>
    {
        var exportable = policy as IExportable ?? throw new NotSupportedException(
            $"A {policy.GetType().Name} cannot be exported: it is no IExportable, which names its network and says how an action is made of its "
            + "outputs.");
        var observations = world.ObservationSpace;
        var (outputs, actions) = Describe(world.ActionSpace);
        var metadata = new Dictionary<string, string>(export.Origin)
        {
            ["rllab.observation.type"] = typeof(TElement) == typeof(byte) ? "uint8" : "float32",
            ["rllab.observation.shape"] = List(observations.Shape),
            ["rllab.observation.low"] = Bounds(observations.Low),
            ["rllab.observation.high"] = Bounds(observations.High),
            ["rllab.action.choice"] = exportable.Choice.ToString().ToLowerInvariant(),
        };
        foreach (var (key, value) in actions)
        {
            metadata.Add(key, value);
        }

        var type = typeof(TElement) == typeof(byte) ? torch.ScalarType.Byte : torch.ScalarType.Float32;
        Write(
            export,
            exportable.Network,
            new OnnxValue("observation", type, [.. observations.Shape.Select(size => (long)size)]),
            new OnnxValue(exportable.Choice == ActionChoice.Given ? "action" : "scores", torch.ScalarType.Float32, [outputs]),
            exportable.ToAction,
            metadata);
    }

    /// <summary>Writes a network that predicts numbers: <c>input</c> to <c>prediction</c>.</summary>
    /// <exception cref="NotSupportedException">A module of the network cannot be written.</exception>
    public static void Write(PolicyExport export, Module<Tensor, Tensor> network, long inputs, long outputs) => Write(
        export,
        network,
        new OnnxValue("input", torch.ScalarType.Float32, [inputs]),
        new OnnxValue("prediction", torch.ScalarType.Float32, [outputs]),
        (_, output) => output,
        export.Origin);

    private static void Write(
        PolicyExport export,
        Module<Tensor, Tensor> network,
        OnnxValue input,
        OnnxValue output,
        Func<OnnxGraph, string, string> finish,
        IReadOnlyDictionary<string, string> metadata)
    {
        if (export.Format == ExportFormat.Safetensors)
        {
            // As checkpoints hold them and --from takes them.
            Safetensors.Write(export.File, WeightFile.Of(network is ExpectedValues values ? values.Network : network), metadata);
            return;
        }

        OnnxGraph.Write(export.File, input, output, (graph, name) => finish(graph, graph.Call(network, "", name)), metadata);
    }

    private static (long Outputs, (string Key, string Value)[] Actions) Describe<TAction>(Space<TAction> space) => space switch
    {
        Discrete discrete => (discrete.Count, [("rllab.action.space", "discrete"), ("rllab.action.count", $"{discrete.Count}")]),
        MultiDiscrete several => (several.Counts.Sum(),
        [
            ("rllab.action.space", "multi-discrete"),
            ("rllab.action.counts", List(several.Counts)),
        ]),
        Box<float> box => (box.Length,
        [
            ("rllab.action.space", "box"),
            ("rllab.action.shape", List(box.Shape)),
            ("rllab.action.low", Bounds(box.Low)),
            ("rllab.action.high", Bounds(box.High)),
        ]),
        _ => throw new NotSupportedException(
            $"Actions of {space} cannot be exported; those of a Discrete, a MultiDiscrete and a Box<float> space can."),
    };

    private static string List<T>(IEnumerable<T> values) =>
        string.Join(',', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    /// <summary>Each element's bound; once where they are all alike.</summary>
    private static string Bounds<T>(IReadOnlyList<T> bounds) => List(bounds.Distinct().Take(2).Count() == 1 ? bounds.Take(1) : bounds);
}
