using System.Globalization;
using System.Runtime.InteropServices;
using RlLab.Engines;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>A lane waits for a step of its optimiser.</summary>
internal sealed class GradientRequest<T> : LaneRequest
{
    private readonly string _shapes = "";
    private readonly bool _canBeJoined, _isOnProcessor;
    private RequestGroup? _group;
    private object? _variant;

    public GradientRequest(GradientStep<T> step)
    {
        Step = step;
        foreach (var network in step.Networks)
        {
            var joint = Networks[network] = new JointNetwork(network);
            if (joint.WhyNot is { } why)
            {
                Lane.Scheduler.NotJoined(why);
                return;
            }
        }

        _shapes = string.Join("; ", step.Networks.Select(network => Networks[network].Shape));
        _isOnProcessor = step.Networks.All(network => Networks[network].IsOnProcessor);
        _canBeJoined = true;
    }

    public GradientStep<T> Step { get; }

    /// <summary>The step's networks as ones that can be joined.</summary>
    public Dictionary<Module<Tensor, Tensor>, JointNetwork> Networks { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether to wait for others: a step of as many rows as the last one is not too much work, and the networks allow it.</summary>
    public bool IsToBeJoined
    {
        get
        {
            if (!_canBeJoined || !_isOnProcessor)
            {
                return _canBeJoined;
            }

            // Forward once and backward twice.
            if (3 * Networks.Values.Sum(network => network.Work) * Step.Rows <= JointOperations.Current.MostForGradient)
            {
                return true;
            }

            Lane.Scheduler.NotJoined(string.Create(
                CultureInfo.InvariantCulture,
                $"gradients of more than {JointOperations.Current.MostForGradient:N0} multiply-adds are not the faster on this engine "
                + $"for being asked for together"));
            return false;
        }
    }

    public override RequestGroup Group => _group!;

    public ValueTask AskForStep(object? variant)
    {
        if (_group is null || !ReferenceEquals(variant, _variant))
        {
            _group = Lane.Scheduler.GroupOf((Step.LossOf, variant, _shapes), () => new GradientGroup<T>());
            _variant = variant;
        }

        return Ask();
    }

    public override void AnswerAlone() => Step.ApplyAlone();
}

/// <summary>Steps of several runs: one loss of all their rows, one backward pass, and each run's optimiser.</summary>
internal sealed class GradientGroup<T> : RequestGroup
{
    private long _numbersOfRun = 1;

    /// <inheritdoc/>
    public override int MostTogether => (int)Math.Clamp(JointOperations.Current.MostNumbers / _numbersOfRun, 1, int.MaxValue);

    /// <inheritdoc/>
    public override void Answer(ReadOnlySpan<LaneRequest> requests)
    {
        using var scope = NewDisposeScope();
        var runs = new GradientRequest<T>[requests.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = (GradientRequest<T>)requests[i];
        }

        var rows = new JointRows<T>(Array.ConvertAll(runs, run => run.Step.Owner), Array.ConvertAll(runs, run => run.Networks));
        var reads = runs[0].Step.Names.Count > 0;
        Loss loss;
        Reading read = default;
        double[]? squares = null;
        try
        {
            loss = runs[0].Step.LossOf(rows);
            JointOperations.Current.Backward(loss.Value, Array.ConvertAll(runs, run => run.Step.Optimizer));
            if (reads)
            {
                read = new Reading(loss, rows.Ends);
                squares = runs[0].Step.NormName is not null ? SquaredNorms(runs) : null;
            }
        }
        catch
        {
            rows.Undo();
            throw;
        }

        _numbersOfRun = rows.Ends[^1] / runs.Length * runs[0].Networks.Values.Max(network => network.Width);

        // From here on each has its own gradient, and fails alone.
        var ready = new List<GradientRequest<T>>(runs.Length);
        for (var i = 0; i < runs.Length; i++)
        {
            try
            {
                var step = runs[i].Step;
                step.Rows = rows.Ends[i] - (i == 0 ? 0 : rows.Ends[i - 1]);
                if (reads)
                {
                    read.CopyTo(step, i);
                }

                if (squares is not null)
                {
                    step.Norm = Math.Sqrt(squares[i]);
                }

                if (step.KeepsLosses)
                {
                    step.Keep(loss.Value.select(0, i));
                }

                step.Prepare();
                ready.Add(runs[i]);
            }
            catch (Exception e)
            {
                runs[i].Fail(e);
            }
        }

        JointOperations.Current.Step(ready.ConvertAll(run => run.Step.Optimizer), (i, e) => ready[i].Fail(e));
    }

    private static double[] SquaredNorms(GradientRequest<T>[] runs)
    {
        var squares = new double[runs.Length];
        JointOperations.Current.SquaredNorms(Array.ConvertAll(runs, run => run.Networks[run.Step.Networks[0]].Parameters), squares);
        return squares;
    }

    /// <summary>The loss and what is told beside it, of all runs.</summary>
    private readonly ref struct Reading
    {
        private readonly ReadOnlySpan<float> _values;
        private readonly Tensor[] _figures;
        private readonly ReadOnlySpan<float> _eachRow;
        private readonly ReadOnlySpan<long> _ends;

        public Reading(Loss loss, ReadOnlySpan<long> ends)
        {
            _values = Elements(loss.Value);
            _figures = Array.ConvertAll(loss.Figures ?? [], figure => figure.detach().cpu().contiguous());
            _eachRow = loss.EachRow is null ? [] : Elements(loss.EachRow);
            _ends = ends;
        }

        public void CopyTo(GradientStep<T> step, int run)
        {
            var (start, end) = (run == 0 ? 0 : (int)_ends[run - 1], (int)_ends[run]);
            var ofRows = _eachRow.IsEmpty ? [] : _eachRow[start..end];
            var figures = step.FiguresOf(1 + _figures.Length + ofRows.Length);
            figures[0] = _values[run];
            for (var i = 0; i < _figures.Length; i++)
            {
                figures[1 + i] = Elements(_figures[i])[run];
            }

            ofRows.CopyTo(figures.AsSpan(1 + _figures.Length));
        }

        private static ReadOnlySpan<float> Elements(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.detach().cpu().contiguous().bytes);
    }
}
