using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>Samples that follow each other, as an update learns from them.</summary>
/// <param name="network">What learns.</param>
/// <param name="data">All samples.</param>
internal sealed class RegressionBatch(Module<Tensor, Tensor> network, RegressionData data)
{
    /// <summary>The first sample.</summary>
    public long Start { get; set; }

    /// <summary>How many there are.</summary>
    public long Count { get; set; }

    /// <summary>The mean squared error.</summary>
    public static Loss Loss(Rows<RegressionBatch> rows)
    {
        var predictions = rows.ForwardInTraining(batch => batch.Network, rows.Column(batch => batch.Rows(batch.Data.Inputs)));
        return new(rows.SquaredError(predictions, rows.Column(batch => batch.Rows(batch.Data.Targets))));
    }

    private Module<Tensor, Tensor> Network => network;

    private RegressionData Data => data;

    private Tensor Rows(Tensor samples) => samples.narrow(0, Start, Count);
}
