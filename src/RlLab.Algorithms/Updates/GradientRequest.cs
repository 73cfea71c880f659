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
    private readonly long _work;
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
        _work = step.Networks.Sum(network => Networks[network].Work);
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
            // Forward once and backward twice.
            if (!_canBeJoined || !_isOnProcessor || 3 * _work * Step.Rows <= JointOperations.Current.MostForGradient)
            {
                return _canBeJoined;
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
    /// <summary>Numbers between two layers that stay in a processor's cache from the forward pass to the backward pass.</summary>
    private const long Cached = 32_768;

    private long _numbersOfRun = 1;

    /// <inheritdoc/>
    public override int MostTogether => (int)Math.Clamp(Cached / _numbersOfRun, 1, int.MaxValue);

    /// <inheritdoc/>
    public override void Answer(ReadOnlySpan<LaneRequest> requests)
    {
        using var scope = NewDisposeScope();
        var (owners, networks) = (new T[requests.Length], new Dictionary<Module<Tensor, Tensor>, JointNetwork>[requests.Length]);
        for (var i = 0; i < requests.Length; i++)
        {
            var request = (GradientRequest<T>)requests[i];
            (owners[i], networks[i]) = (request.Step.Owner, request.Networks);
            request.Step.Optimizer.zero_grad();
        }

        var rows = new JointRows<T>(owners, networks);
        var loss = ((GradientRequest<T>)requests[0]).Step.LossOf(rows);
        _numbersOfRun = rows.Ends[^1] / requests.Length * networks[0].Values.Max(network => network.Width);
        loss.Value.backward([ones_like(loss.Value)]);
        var reads = ((GradientRequest<T>)requests[0]).Step.Names.Count > 0;
        var read = reads ? new Reading(loss, rows.Ends) : default;
        for (var i = 0; i < requests.Length; i++)
        {
            try
            {
                var step = ((GradientRequest<T>)requests[i]).Step;
                step.Rows = rows.Ends[i] - (i == 0 ? 0 : rows.Ends[i - 1]);
                if (reads)
                {
                    read.CopyTo(step, i);
                    step.ReadNorm(networks[i][step.Networks[0]]);
                }

                if (step.KeepsLosses)
                {
                    step.Keep(loss.Value.select(0, i));
                }

                step.Finish();
            }
            catch (Exception e)
            {
                // From here on each has its own gradient, and fails alone.
                requests[i].Fail(e);
            }
        }
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
