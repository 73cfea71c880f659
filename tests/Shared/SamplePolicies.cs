using System.Globalization;
using RlLab.Formats;
using RlLab.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Tests;

/// <summary>Files of policies, made as the export makes them.</summary>
internal static class SamplePolicies
{
    /// <summary>The file of a network that gives a number an action.</summary>
    public static byte[] Discrete(nn.Module network, long[] shape, ScalarType type, int actions, string choice = "greatest") => Write(
        new OnnxValue("observation", type, shape),
        new OnnxValue("scores", ScalarType.Float32, [actions]),
        (graph, input) => graph.Call(network, "", input),
        Facts(shape, type, choice, ("space", "discrete"), ("count", $"{actions}")));

    /// <summary>The file of a network that gives a number an action of several choices at once.</summary>
    public static byte[] MultiDiscrete(nn.Module network, long[] shape, params int[] counts) =>
        MultiDiscrete(network, shape, ScalarType.Float32, counts);

    /// <summary>The same, of observations of a type.</summary>
    public static byte[] MultiDiscrete(nn.Module network, long[] shape, ScalarType type, params int[] counts) => Write(
        new OnnxValue("observation", type, shape),
        new OnnxValue("scores", ScalarType.Float32, [counts.Sum()]),
        (graph, input) => graph.Call(
            network, "", type == ScalarType.Byte ? graph.Add("Cast", input, ("to", OnnxGraph.Float32)) : input),
        Facts(shape, type, "drawn", ("space", "multi-discrete"), ("counts", string.Join(',', counts))));

    /// <summary>A policy of such a file.</summary>
    public static Policy Load(byte[] content)
    {
        using var file = new MemoryStream(content);
        return Policy.Load(file);
    }

    /// <summary>The file of a graph that gives actions of two numbers, from -2 to 2 and from 0 to 1.</summary>
    public static byte[] Continuous(Func<OnnxGraph, string, string> build, int observation) => Write(
        new OnnxValue("observation", ScalarType.Float32, [observation]),
        new OnnxValue("action", ScalarType.Float32, [2]),
        build,
        Facts([observation], ScalarType.Float32, "given", ("space", "box"), ("shape", "2"), ("low", "-2,0"), ("high", "2,1")));

    private static byte[] Write(
        OnnxValue input, OnnxValue output, Func<OnnxGraph, string, string> build, IReadOnlyDictionary<string, string> facts)
    {
        using var file = new MemoryStream();
        OnnxGraph.Write(file, input, output, build, facts);
        return file.ToArray();
    }

    private static Dictionary<string, string> Facts(long[] shape, ScalarType type, string choice, params (string Key, string Value)[] action)
    {
        var facts = new Dictionary<string, string>
        {
            ["rllab.observation.type"] = type == ScalarType.Byte ? "uint8" : "float32",
            ["rllab.observation.shape"] = string.Join(',', shape.Select(size => size.ToString(CultureInfo.InvariantCulture))),
            ["rllab.observation.low"] = type == ScalarType.Byte ? "0" : "-Infinity",
            ["rllab.observation.high"] = type == ScalarType.Byte ? "255" : "Infinity",
            ["rllab.action.choice"] = choice,
        };
        foreach (var (key, value) in action)
        {
            facts.Add($"rllab.action.{key}", value);
        }

        return facts;
    }
}
