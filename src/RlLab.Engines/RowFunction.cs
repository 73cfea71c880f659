using System.Reflection;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Engines;

/// <summary>A network on the processor that is applied to one row, without tensors, to the bits that it comes to by itself.</summary>
/// <param name="row">As many numbers as the network takes.</param>
/// <param name="result">Receives what it gives.</param>
/// <returns>Whether it was applied; else the network is to be called itself, which also says what is wrong.</returns>
internal delegate bool RowFunction(ReadOnlySpan<float> row, Span<float> result);

/// <summary>Finds what the managed engine has for acting: a small network's tensors cost several times what its arithmetic does.</summary>
internal static class RowFunctions
{
    private static Type? _rowNetwork;
    private static MethodInfo? _of;

    /// <summary>A network as a function of a row; null on libtorch, and where it has other layers than <c>Linear</c> and a few activations.</summary>
    /// <param name="network">Rows to rows.</param>
    public static RowFunction? Of(Module<Tensor, Tensor> network)
    {
        if (TorchEngines.Loaded.Engine != TorchEngine.Managed)
        {
            return null;
        }

        _rowNetwork ??= TorchEngines.Loaded.Assembly.GetType("TorchSharp.RowNetwork", throwOnError: true)!;
        _of ??= _rowNetwork.GetMethod("Of", BindingFlags.Public | BindingFlags.Static)!;
        return _of.Invoke(null, [network]) is { } found ? _rowNetwork.GetMethod("Apply")!.CreateDelegate<RowFunction>(found) : null;
    }
}
