using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>
/// What a loss is computed from: rows, such as the steps of some episodes or a batch of transitions, and the run that they belong to. Where several
/// runs train in lanes it is the rows of all of them, one run after the other.
/// </summary>
/// <remarks>
/// What is done to each row alone is written as ever. What is taken over all rows of a run, and what differs from run to run, is asked for here:
/// means, numbers, networks. Where a run trains alone, each is what torch does by that name.
/// </remarks>
/// <typeparam name="T">What knows a run's rows, networks and numbers: the owner of a <see cref="GradientStep{T}"/>.</typeparam>
public abstract class Rows<T>
{
    private protected Rows()
    {
    }

    /// <summary>What is the same for all runs, because it is, or belongs to, the variant that the step was asked for with.</summary>
    /// <typeparam name="TCommon">What it is.</typeparam>
    /// <param name="common">A run's.</param>
    public abstract TCommon Common<TCommon>(Func<T, TCommon> common);

    /// <summary>A column. Shape: [rows, ...].</summary>
    /// <param name="column">A run's own column: contiguous, and as long as its other columns.</param>
    public abstract Tensor Column(Func<T, Tensor> column);

    /// <summary>What a run's network makes of its rows. Shape: [rows, ...].</summary>
    /// <param name="network">A run's network, one of those that the step was made with.</param>
    /// <param name="rows">[rows, ...].</param>
    public abstract Tensor Forward(Func<T, Module<Tensor, Tensor>> network, Tensor rows);

    /// <summary>The same with the network in training, as which batch normalisation learns; afterwards it is not.</summary>
    /// <param name="network">A run's network, one of those that the step was made with.</param>
    /// <param name="rows">[rows, ...].</param>
    public abstract Tensor ForwardInTraining(Func<T, Module<Tensor, Tensor>> network, Tensor rows);

    /// <summary>The mean over a run's rows: one number a run.</summary>
    /// <param name="rows">[rows, ...].</param>
    public abstract Tensor Mean(Tensor rows);

    /// <summary>The mean squared error over a run's rows: one number a run.</summary>
    /// <param name="input">[rows, ...].</param>
    /// <param name="target">[rows, ...].</param>
    public abstract Tensor SquaredError(Tensor input, Tensor target);

    /// <summary>The mean smooth L1 (Huber) error over a run's rows, which is linear from 1 on: one number a run.</summary>
    /// <param name="input">[rows, ...].</param>
    /// <param name="target">[rows, ...].</param>
    public abstract Tensor SmoothError(Tensor input, Tensor target);

    /// <summary>One number a run, times a number that may differ from run to run, such as the weight of a part of the loss.</summary>
    /// <param name="number">A run's number.</param>
    /// <param name="values">One number a run.</param>
    public abstract Tensor Times(Func<T, double> number, Tensor values);

    /// <summary>Something that is done to the rows of each run apart, without gradients. Shape: that of the rows.</summary>
    /// <param name="function">Of a run's rows.</param>
    /// <param name="rows">[rows, ...].</param>
    public abstract Tensor Apart(Func<Tensor, Tensor> function, Tensor rows);
}

/// <summary>The rows of one run.</summary>
internal sealed class OwnRows<T>(T owner) : Rows<T>
{
    public override TCommon Common<TCommon>(Func<T, TCommon> common) => common(owner);

    /// <summary>How many rows the last column had.</summary>
    public long Count { get; private set; }

    public override Tensor Column(Func<T, Tensor> column)
    {
        var rows = column(owner);
        Count = rows.size(0);
        return rows;
    }

    public override Tensor Forward(Func<T, Module<Tensor, Tensor>> network, Tensor rows) => network(owner).call(rows);

    public override Tensor ForwardInTraining(Func<T, Module<Tensor, Tensor>> network, Tensor rows)
    {
        var own = network(owner);
        own.train();
        var result = own.call(rows);
        own.eval();
        return result;
    }

    public override Tensor Mean(Tensor rows) => rows.mean();

    public override Tensor SquaredError(Tensor input, Tensor target) => functional.mse_loss(input, target);

    public override Tensor SmoothError(Tensor input, Tensor target) => functional.smooth_l1_loss(input, target);

    public override Tensor Times(Func<T, double> number, Tensor values) => number(owner) * values;

    public override Tensor Apart(Func<Tensor, Tensor> function, Tensor rows) => function(rows);
}
