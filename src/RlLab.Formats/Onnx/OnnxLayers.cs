using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RlLab.Formats;

/// <summary>torch's layers as ONNX's operators, as they are in evaluation.</summary>
internal static class OnnxLayers
{
    private const string Known = "Linear, Conv2d, MaxPool2d, BatchNorm1d, BatchNorm2d, LayerNorm, Flatten, Sequential, Dropout, Identity, Softmax, "
        + "LogSoftmax, ReLU, LeakyReLU, ELU, SiLU, Sigmoid, Tanh, Softplus";

    /// <summary>Adds a layer to a graph.</summary>
    /// <returns>The name of what goes out.</returns>
    /// <exception cref="NotSupportedException">It is none of those known.</exception>
    public static string Export(OnnxGraph graph, nn.Module layer, string input) => layer switch
    {
        Sequential sequence => sequence.named_children().Aggregate(input, (value, child) => graph.Call(child.module, child.name, value)),
        Linear linear => ExportLinear(graph, linear, input),
        Conv2d convolution => ExportConvolution(graph, convolution, input),
        MaxPool2d pool => ExportPool(graph, pool, input),
        BatchNorm1d or BatchNorm2d => ExportBatchNorm(graph, (NormBase)layer, input),
        LayerNorm norm => ExportLayerNorm(graph, norm, input),
        Flatten { start_dim: 1, end_dim: -1 } => graph.Add("Flatten", input, ("axis", 1L)),
        Dropout or Identity => input,
        Softmax softmax => graph.Add("Softmax", input, ("axis", softmax.dim)),
        LogSoftmax softmax => graph.Add("LogSoftmax", input, ("axis", softmax.dim)),
        ReLU => graph.Add("Relu", input),
        LeakyReLU leaky => graph.Add("LeakyRelu", input, ("alpha", (float)leaky.negative_slope)),
        ELU elu => graph.Add("Elu", input, ("alpha", (float)elu.alpha)),
        SiLU => graph.Add("Mul", [input, graph.Add("Sigmoid", input)]),
        Sigmoid => graph.Add("Sigmoid", input),
        Tanh => graph.Add("Tanh", input),
        Softplus { beta: 1 } => graph.Add("Softplus", input),
        _ => throw CannotBe(graph, layer),
    };

    private static string ExportLinear(OnnxGraph graph, Linear linear, string input) => graph.Add(
        "Gemm",
        linear.bias is { } bias
            ? [input, graph.Weight("weight", linear.weight), graph.Weight("bias", bias)]
            : [input, graph.Weight("weight", linear.weight)],
        ("transB", 1L));

    private static string ExportConvolution(OnnxGraph graph, Conv2d convolution, string input)
    {
        if (convolution.padding_mode != TorchSharp.PaddingModes.Zeros || convolution.padding_type == TorchSharp.Padding.Same)
        {
            throw CannotBe(graph, convolution, " that pads otherwise than by so many zeros");
        }

        var padding = convolution.padding ?? [0, 0];
        return graph.Add(
            "Conv",
            convolution.bias is { } bias
                ? [input, graph.Weight("weight", convolution.weight), graph.Weight("bias", bias)]
                : [input, graph.Weight("weight", convolution.weight)],
            ("kernel_shape", convolution.kernel_size),
            ("strides", convolution.stride),
            ("pads", (long[])[.. padding, .. padding]),
            ("dilations", convolution.dilation),
            ("group", convolution.groups));
    }

    private static string ExportPool(OnnxGraph graph, MaxPool2d pool, string input)
    {
        var (kernel, padding) = (Pair(pool.kernel_size), Pair(pool.padding ?? [0]));
        return graph.Add(
            "MaxPool",
            input,
            ("kernel_shape", kernel),
            ("strides", Pair(pool.stride ?? kernel)),
            ("pads", (long[])[.. padding, .. padding]),
            ("dilations", Pair(pool.dilation ?? [1])),
            ("ceil_mode", pool.ceil_mode ? 1L : 0L));

        static long[] Pair(long[] sides) => sides.Length == 1 ? [sides[0], sides[0]] : sides;
    }

    private static string ExportBatchNorm(OnnxGraph graph, NormBase norm, string input)
    {
        if (norm.running_mean is not { } mean || norm.running_var is not { } variance)
        {
            throw CannotBe(graph, norm, " that keeps no running statistics");
        }

        using var scope = NewDisposeScope();
        return graph.Add(
            "BatchNormalization",
            [
                input,
                graph.Weight("weight", norm.weight ?? ones_like(mean)),
                graph.Weight("bias", norm.bias ?? zeros_like(mean)),
                graph.Weight("running_mean", mean),
                graph.Weight("running_var", variance),
            ],
            ("epsilon", (float)norm.eps));
    }

    private static string ExportLayerNorm(OnnxGraph graph, LayerNorm norm, string input)
    {
        using var scope = NewDisposeScope();
        var scale = graph.Weight("weight", norm.weight ?? ones(norm.normalized_shape));
        return graph.Add(
            "LayerNormalization",
            norm.bias is { } bias ? [input, scale, graph.Weight("bias", bias)] : [input, scale],
            ("axis", (long)-norm.normalized_shape.Length),
            ("epsilon", (float)norm.eps));
    }

    private static NotSupportedException CannotBe(OnnxGraph graph, nn.Module layer, string why = "") => new(
        $"{(graph.Path.Length == 0 ? "The network" : $"'{graph.Path}' of the network")} is a {layer.GetType().Name}{why}, which cannot be exported "
        + $"to ONNX. What can: {Known}; and a module that is an IOnnxModule, which says how.");
}
