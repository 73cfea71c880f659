using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>Trains a network to predict targets by their squared error, in batches that follow the samples' order.</summary>
/// <param name="network">[batch, inputs] to [batch, 1]. It learns in training, and is tested as in evaluation.</param>
/// <param name="optimizer">Improves the network's parameters.</param>
/// <param name="batchSize">Samples in an update; the last batch of an epoch may be smaller. Default: 32.</param>
/// <param name="epochs">How often all samples are gone through. Default: 100.</param>
[Logs("train/loss", "test/loss", "train/updates_per_second")]
public sealed class RegressionTrainer(Module<Tensor, Tensor> network, optim.Optimizer optimizer, int batchSize = 32, int epochs = 100)
{
    private readonly int _batchSize = Require.AtLeast(batchSize, 1);
    private readonly int _epochs = Require.AtLeast(epochs, 1);

    /// <summary>Trains.</summary>
    /// <param name="training">The samples to learn.</param>
    /// <param name="test">Samples from the same source that are not learned.</param>
    /// <param name="run">
    /// Receives <c>train/loss</c>, <c>test/loss</c> and <c>train/updates_per_second</c> after each epoch, at the updates so far, and both sets of
    /// samples as its inputs.
    /// </param>
    /// <returns>The mean squared error on the test samples at the end.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">A loss is not finite; it is looked at after each epoch.</exception>
    /// <exception cref="NotSupportedException">
    /// The run asks for a playback without an export (<see cref="Playback.Export"/>), or for the export of a module that cannot be written.
    /// </exception>
    public async Task<double> Train(RegressionData training, RegressionData test, IRun run)
    {
        if (run.Playback is { } playback)
        {
            return Export(playback, training, test);
        }

        Starting.Load(network, run);
        network.eval();
        var state = new RegressionState(network, optimizer);
        run.LogInput(training.ToInput("training"));
        run.LogInput(test.ToInput("test"));
        var batch = new RegressionBatch(network, training);
        var step = new GradientStep<RegressionBatch>(batch, RegressionBatch.Loss, optimizer, network) { KeepsLosses = true };
        run.Resume(state);
        var samples = training.Inputs.shape[0];
        while (state.Epochs < _epochs)
        {
            run.Checkpoint(state.Updates, state);
            var speed = new StepSpeed(run.Clock, state.Updates);
            var (before, updates) = (state.Updates, state.Updates);
            for (long start = 0; start < samples; start += _batchSize, updates++)
            {
                (batch.Start, batch.Count) = (start, Math.Min(_batchSize, samples - start));
                await step.Apply();
            }

            var loss = Mean(step.TakeLosses(), samples, before);
            state.Error = Error(test);
            DivergedException.ThrowIfNotFinite(state.Error, "the test loss", updates);
            run.LogMetrics(
                updates,
                ("train/loss", loss),
                ("test/loss", state.Error),
                ("train/updates_per_second", speed.At(updates)));
            (state.Updates, state.Epochs) = (updates, state.Epochs + 1);
            run.ReportProgress(updates, updates * _epochs / state.Epochs);
        }

        return state.Error;
    }

    private double Export(Playback playback, RegressionData training, RegressionData test)
    {
        var export = playback.Export ?? throw new NotSupportedException(
            "What was learned here predicts numbers, and acts in no world: there is nothing to play. `export` writes it to a file.");
        Playing.Load(network, playback);
        PolicyFile.Write(export, network, training.Inputs.shape[1], training.Targets.shape[1]);
        return Error(test);
    }

    /// <summary>The mean loss of all samples, from that of each update of an epoch.</summary>
    private double Mean(float[] losses, long samples, long before)
    {
        var sum = 0.0;
        for (var i = 0; i < losses.Length; i++)
        {
            DivergedException.ThrowIfNotFinite(losses[i], "the training loss", before + i + 1);
            sum += losses[i] * (double)Math.Min(_batchSize, samples - (long)i * _batchSize);
        }

        return sum / samples;
    }

    private double Error(RegressionData data)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return functional.mse_loss(network.call(data.Inputs), data.Targets).ToDouble();
    }
}
