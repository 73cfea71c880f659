using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Lanes;

/// <summary>A module of RlLab's own that makes of each row a row, by layers and by what is done to each row alone.</summary>
internal interface IRowwise
{
    /// <summary>What beside the layers' shapes decides on the result; null where random numbers do.</summary>
    object? Variant { get; }

    /// <summary>The module's forward pass, with its layers called through a function.</summary>
    /// <param name="rows">[rows, ...].</param>
    /// <param name="call">Calls a layer on rows.</param>
    Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call);
}
