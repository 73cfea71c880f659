using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>The same of torch's public operations, for libtorch: segments of one length are one batched product.</summary>
internal sealed class LibtorchJointOperations : JointOperations
{
    public override long MostForAction => 200_000;

    public override long MostForGradient => 20_000_000;

    public override Tensor Linear(Tensor rows, ReadOnlySpan<LinearLayer> layers, ReadOnlySpan<long> ends, bool relu)
    {
        var (weights, biases) = (new Tensor[layers.Length], new Tensor[layers.Length]);
        for (var i = 0; i < layers.Length; i++)
        {
            weights[i] = layers[i].weight!;
            biases[i] = layers[i].bias!;
        }

        Tensor result;
        if (rows.shape[0] == ends[0] * layers.Length && AreEqual(ends))
        {
            // [segments, rows of one, inputs] times [segments, inputs, outputs].
            var batches = rows.view(layers.Length, ends[0], rows.shape[1]);
            var products = stack(weights).transpose(1, 2);
            result = batches.bmm(products);
            result = (biases[0] is null ? result : result + stack(biases).unsqueeze(1)).view(rows.shape[0], weights[0].shape[0]);
        }
        else
        {
            var parts = new Tensor[layers.Length];
            long start = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = functional.linear(rows.narrow(0, start, ends[i] - start), weights[i], biases[i]);
                start = ends[i];
            }

            result = cat(parts);
        }

        return relu ? result.relu() : result;
    }

    public override Tensor Mean(Tensor rows, ReadOnlySpan<long> ends)
    {
        var flat = rows.reshape(rows.shape[0], -1).mean([1]);
        if (AreEqual(ends))
        {
            return flat.view(ends.Length, -1).mean([1]);
        }

        var (segments, lengths) = (new long[rows.shape[0]], new float[ends.Length]);
        var start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            segments.AsSpan(start, (int)ends[i] - start).Fill(i);
            lengths[i] = ends[i] - start;
            start = (int)ends[i];
        }

        return zeros(ends.Length, device: rows.device).index_add(0, tensor(segments, device: rows.device), flat, 1)
            / tensor(lengths, device: rows.device);
    }

    public override Tensor SquaredError(Tensor input, Tensor target, ReadOnlySpan<long> ends) =>
        Mean(functional.mse_loss(input, target, Reduction.None), ends);

    public override Tensor SmoothError(Tensor input, Tensor target, ReadOnlySpan<long> ends) =>
        Mean(functional.smooth_l1_loss(input, target, Reduction.None), ends);

    public override bool IsWatched(Module<Tensor, Tensor> layer) => WatchedModules.Contains(layer);

    public override float? SquaredNorm(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        return parameter.grad is { } gradient ? gradient.square().sum().ToSingle() : null;
    }

    public override object NewState() => new LibtorchState();

    public override void Switch(object? from, object? to) => LibtorchState.Switch((LibtorchState?)from, (LibtorchState?)to);

    private static bool AreEqual(ReadOnlySpan<long> ends)
    {
        for (var i = 1; i < ends.Length; i++)
        {
            if (ends[i] != ends[0] * (i + 1))
            {
                return false;
            }
        }

        return true;
    }
}
