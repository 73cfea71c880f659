using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>Trains a network to predict targets by their squared error, in batches that follow the samples' order.</summary>
/// <param name="network">[batch, inputs] to [batch, 1].</param>
/// <param name="optimizer">Improves the network's parameters.</param>
/// <param name="batchSize">Samples in an update; the last batch of an epoch may be smaller. Default: 32.</param>
/// <param name="epochs">How often all samples are gone through. Default: 100.</param>
public sealed class RegressionTrainer(Module<Tensor, Tensor> network, optim.Optimizer optimizer, int batchSize = 32, int epochs = 100)
{
    /// <summary>Trains.</summary>
    /// <param name="training">The samples to learn.</param>
    /// <param name="test">Samples from the same source that are not learned.</param>
    /// <param name="run">Receives <c>train/loss</c>, <c>test/loss</c> and <c>train/updates_per_second</c> after each epoch, at the updates so far.</param>
    /// <returns>The mean squared error on the test samples at the end.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<double> Train(RegressionData training, RegressionData test, IRun run)
    {
        long updates = 0;
        var error = double.NaN;
        var samples = training.Inputs.shape[0];
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            run.Stopping.ThrowIfCancellationRequested();
            var started = run.Clock.GetTimestamp();
            var before = updates;

            // Read once an epoch: whoever reads a loss waits for its update.
            using var kept = NewDisposeScope();
            var losses = new List<Tensor>();
            for (long start = 0; start < samples; start += batchSize, updates++)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(batchSize, samples - start);
                var batchLoss = functional.mse_loss(network.call(training.Inputs.narrow(0, start, count)), training.Targets.narrow(0, start, count));
                optimizer.zero_grad();
                batchLoss.backward();
                optimizer.step();
                losses.Add(batchLoss.detach().MoveToOuterDisposeScope());
            }

            var loss = stack(losses).cpu().data<float>().Select((each, i) => each * (double)Math.Min(batchSize, samples - i * batchSize)).Sum() / samples;
            error = Error(test);
            var seconds = run.Clock.GetElapsedTime(started).TotalSeconds;
            run.LogMetrics(
                updates, ("train/loss", loss), ("test/loss", error), ("train/updates_per_second", (updates - before) / seconds));
            run.ReportProgress(updates, updates * epochs / epoch);
        }

        return error;
    }

    private double Error(RegressionData data)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return functional.mse_loss(network.call(data.Inputs), data.Targets).ToDouble();
    }
}
