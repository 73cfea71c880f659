using RlLab.Engines;
using RlLab.Lanes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>The rows of several runs that train in lanes, one run after the other.</summary>
/// <param name="owners">Whose rows they are.</param>
/// <param name="networks">For each run, its networks as ones that can be joined, by the network.</param>
internal sealed class JointRows<T>(T[] owners, Dictionary<Module<Tensor, Tensor>, JointNetwork>[] networks) : Rows<T>
{
    private static readonly JointOperations Joint = JointOperations.Current;
    private readonly long[] _ends = new long[owners.Length];
    private readonly List<(Tensor Statistic, Tensor Value)> _before = [];
    private Device? _device;

    /// <summary>The row after the last one of each run.</summary>
    public ReadOnlySpan<long> Ends => _ends;

    public override TCommon Common<TCommon>(Func<T, TCommon> common) => common(owners[0]);

    public override Tensor Column(Func<T, Tensor> column)
    {
        var (parts, end) = (new Tensor[owners.Length], 0L);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = column(owners[i]);
            end += parts[i].size(0);
            if (_device is null)
            {
                _ends[i] = end;
            }
            else if (_ends[i] != end)
            {
                throw new ArgumentException($"A run's columns differ in length: one has {parts[i].size(0)} rows, another had more or fewer.");
            }
        }

        _device ??= parts[0].device;
        return cat(parts);
    }

    public override Tensor Forward(Func<T, Module<Tensor, Tensor>> network, Tensor rows) => Forward(Array.ConvertAll(owners, network.Invoke), rows);

    public override Tensor ForwardInTraining(Func<T, Module<Tensor, Tensor>> network, Tensor rows)
    {
        // Asked for once: a noisy network is given new noise as it is.
        var own = Array.ConvertAll(owners, network.Invoke);
        Array.ForEach(own, network => network.train());
        try
        {
            return Forward(own, rows);
        }
        finally
        {
            Array.ForEach(own, network => network.eval());
        }
    }

    /// <summary>Takes back what the networks have noted of the rows, such as running means, before each run has a pass of its own.</summary>
    public void Undo()
    {
        using var noGrad = no_grad();
        for (var i = _before.Count - 1; i >= 0; i--)
        {
            _before[i].Statistic.copy_(_before[i].Value);
        }
    }

    public override Tensor Mean(Tensor rows) => Joint.Mean(rows, _ends);

    public override Tensor SquaredError(Tensor input, Tensor target) => Joint.SquaredError(input, target, _ends);

    public override Tensor SmoothError(Tensor input, Tensor target) => Joint.SmoothError(input, target, _ends);

    public override Tensor Times(Func<T, double> number, Tensor values) =>
        tensor(Array.ConvertAll(owners, owner => (float)number(owner)), device: values.device) * values;

    public override Tensor Apart(Func<Tensor, Tensor> function, Tensor rows)
    {
        using var noGrad = no_grad();
        var (parts, start) = (new Tensor[owners.Length], 0L);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = function(rows.narrow(0, start, _ends[i] - start));
            start = _ends[i];
        }

        return cat(parts);
    }

    private Tensor Forward(Module<Tensor, Tensor>[] own, Tensor rows)
    {
        var joint = new JointNetwork[own.Length];
        for (var i = 0; i < joint.Length; i++)
        {
            joint[i] = networks[i][own[i]];
            _before.AddRange(joint[i].Statistics.Select(statistic => (statistic, statistic.clone())));
        }

        return JointNetwork.Forward(joint, rows, _ends);
    }
}
