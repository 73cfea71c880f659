using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Lanes;

/// <summary>A module of RlLab's own that makes of each row a row, by its layers and by what a run has beside their weights: noise.</summary>
internal interface IPerRun
{
    /// <summary>The forward pass of the modules of several runs, each on its own rows.</summary>
    /// <param name="rows">The runs' rows, one run after the other.</param>
    /// <param name="lengths">How many rows each has.</param>
    /// <param name="modules">The runs' modules, this one the first.</param>
    /// <param name="call">Calls a layer of this one, and those in its place, on rows.</param>
    Tensor Forward(
        Tensor rows, long[] lengths, Module<Tensor, Tensor>[] modules, Func<Module<Tensor, Tensor>, Tensor, Tensor> call);
}
