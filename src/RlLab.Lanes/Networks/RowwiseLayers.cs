using System.Globalization;
using TorchSharp.Modules;
using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace RlLab.Lanes;

/// <summary>torch's layers without weights that make of each row a row, whatever rows stand beside it.</summary>
internal static class RowwiseLayers
{
    /// <summary>The layer's type and settings; null for every other layer.</summary>
    /// <param name="layer">The layer.</param>
    public static string? Describe(Layer layer) => layer switch
    {
        ReLU or ReLU6 or Sigmoid or Tanh or LogSigmoid or SiLU or Hardswish or Hardsigmoid or Mish or Softsign or Tanhshrink or Identity =>
            layer.GetType().Name,
        GELU gelu => $"GELU({gelu.approximate})",
        LeakyReLU leaky => string.Create(CultureInfo.InvariantCulture, $"LeakyReLU({leaky.negative_slope:R})"),
        ELU elu => string.Create(CultureInfo.InvariantCulture, $"ELU({elu.alpha:R})"),
        LogSoftmax { dim: > 0 or -1 } softmax => string.Create(CultureInfo.InvariantCulture, $"LogSoftmax({softmax.dim})"),
        Softmax { dim: > 0 or -1 } softmax => string.Create(CultureInfo.InvariantCulture, $"Softmax({softmax.dim})"),
        Flatten { start_dim: > 0 } flatten => string.Create(CultureInfo.InvariantCulture, $"Flatten({flatten.start_dim}, {flatten.end_dim})"),
        _ => null,
    };
}
