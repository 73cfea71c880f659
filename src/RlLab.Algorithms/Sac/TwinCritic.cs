using RlLab.Lanes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Sac;

/// <summary>Two critics of the same actions, side by side: the lower of two values is seldom too high.</summary>
/// <remarks>Fujimoto et al., "Addressing function approximation error in actor-critic methods" (2018), section 4.2.</remarks>
public sealed class TwinCritic : Module<Tensor, Tensor>, IRowwise
{
    private readonly Module<Tensor, Tensor> first;
    private readonly Module<Tensor, Tensor> second;

    /// <summary>Two critics of one shape, with weights of their own.</summary>
    /// <param name="create">Makes a critic: rows of an observation's numbers and then an action's to values [rows, 1].</param>
    public TwinCritic(Func<Module<Tensor, Tensor>> create)
        : base(nameof(TwinCritic))
    {
        (first, second) = (create(), create());
        RegisterComponents();
    }

    /// <summary>[rows, observation and action] to both critics' values [rows, 2].</summary>
    /// <param name="input">Observations' numbers, then those of actions counted from -1 to 1.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Forward(input, (critic, rows) => critic.call(rows)).MoveToOuterDisposeScope();
    }

    object? IRowwise.Variant => nameof(TwinCritic);

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => Forward(rows, call);

    private Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => cat([call(first, rows), call(second, rows)], 1);
}
