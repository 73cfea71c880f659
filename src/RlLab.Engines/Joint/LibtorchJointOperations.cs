using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>The same of torch's public operations, for libtorch: segments of one length are one batched product.</summary>
internal sealed class LibtorchJointOperations : JointOperations
{
    // Since the last backward pass, with gradients.
    [ThreadStatic]
    private static List<AppliedLayers>? _applied;

    public override long MostForAction => 200_000;

    public override long MostForGradient => 20_000_000;

    /// <summary>A call costs more than what the cache would save.</summary>
    public override long MostNumbers => 4_194_304;

    public override Tensor Linear(Tensor rows, ReadOnlySpan<LinearLayer> layers, ReadOnlySpan<long> ends, bool relu)
    {
        var learns = is_grad_enabled();
        var applied = new AppliedLayers(layers, learns);
        if (learns)
        {
            (_applied ??= []).Add(applied);
        }

        Tensor result;
        var width = rows.size(1);
        if (AreEqual(ends))
        {
            result = applied.Forward(rows.view(layers.Length, ends[0], width)).flatten(0, 1);
        }
        else
        {
            // Each run's rows are filled up to as many as the longest has.
            var padding = Padding.Of(ends, rows.device);
            var batches = zeros([layers.Length * padding.Longest, width], rows.dtype, rows.device).index_copy(0, padding.Places, rows);
            var results = applied.Forward(batches.view(layers.Length, padding.Longest, width));
            result = results.flatten(0, 1).index_select(0, padding.Places);
        }

        return relu ? result.relu() : result;
    }

    public override void Backward(Tensor losses, IReadOnlyList<optim.Optimizer> optimizers)
    {
        var pass = new object();
        var applied = _applied ?? [];
        try
        {
            foreach (var parameter in applied.SelectMany(layers => layers.Parameters))
            {
                parameter.Begin(pass);
            }

            // What is in no stack has its gradient added to what is there; the others are given theirs.
            foreach (var parameter in optimizers.SelectMany(optimizer => optimizer.parameters()))
            {
                if (!ParameterStack.IsOf(parameter, pass))
                {
                    parameter.grad?.zero_();
                }
            }

            losses.backward([ones_like(losses)]);
            applied.ForEach(layers => layers.HandOut());
            foreach (var parameter in applied.SelectMany(layers => layers.Parameters))
            {
                parameter.End();
            }
        }
        finally
        {
            applied.Clear();
        }
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
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return parameter.grad?.square().sum().item<float>();
    }

    public override void SquaredNorms(IReadOnlyList<Parameter>[] runs, Span<double> sums)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var squares = new Tensor[runs[0].Count];
        for (var i = 0; i < squares.Length; i++)
        {
            var gradients = stack(Array.ConvertAll(runs, run => run[i].grad ?? zeros_like(run[i])));
            squares[i] = gradients.flatten(1).square().sum([1]);
        }

        var read = stack(squares).sum([0]).to(ScalarType.Float64).cpu().data<double>();
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = read[i];
        }
    }

    public override void Step(IReadOnlyList<optim.Optimizer> optimizers, Action<int, Exception> failed)
    {
        foreach (var alike in Enumerable.Range(0, optimizers.Count).ToLookup(run => JointAdam.KeyOf(optimizers[run])))
        {
            if (alike.Key is not null)
            {
                Try([.. alike], () => JointAdam.Step(alike.Select(run => optimizers[run])));
                continue;
            }

            foreach (var run in alike)
            {
                Try([run], () => optimizers[run].step());
            }
        }

        void Try(int[] runs, Action step)
        {
            try
            {
                step();
            }
            catch (Exception e)
            {
                Array.ForEach(runs, run => failed(run, e));
            }
        }
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
