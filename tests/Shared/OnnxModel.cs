using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RlLab.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Tests;

/// <summary>A network's ONNX file, run by OnnxRuntime.</summary>
internal sealed class OnnxModel(byte[] content) : IDisposable
{
    private readonly InferenceSession _session = new(content);

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>The file of a network.</summary>
    public static byte[] Write(
        nn.Module network, long[] shape, ScalarType type, long outputs, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var file = new MemoryStream();
        OnnxGraph.Write(
            file,
            new OnnxValue("observation", type, shape),
            new OnnxValue("scores", ScalarType.Float32, [outputs]),
            (graph, input) => graph.Call(network, "", input),
            metadata ?? new Dictionary<string, string>());
        return file.ToArray();
    }

    /// <summary>The outputs for observations [batch, ...], row by row.</summary>
    public float[] Run(torch.Tensor observations)
    {
        int[] shape = [.. observations.shape.Select(size => (int)size)];
        var name = _session.InputNames.Single();
        var input = observations.dtype == ScalarType.Byte
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<byte>(observations.data<byte>().ToArray(), shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(observations.data<float>().ToArray(), shape));
        using var results = _session.Run([input]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    public void Dispose() => _session.Dispose();
}
