using System.Reflection;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>The managed engine's own: a segment is computed by the code that computes it alone, so that it comes to the same bits.</summary>
/// <remarks>Everything is compiled against TorchSharp, which has none of it; so the methods are found by their names, once.</remarks>
internal sealed class ManagedJointOperations : JointOperations
{
    private readonly LinearOperation _linear;
    private readonly MeanOperation _mean;
    private readonly ErrorOperation _squaredError, _smoothError;
    private readonly Func<Module<Tensor, Tensor>, bool> _watched;
    private readonly Func<Parameter, float?> _squaredNorm;
    private readonly Func<object> _newState;
    private readonly Action<object?, object?> _switch;

    public ManagedJointOperations(Assembly engine)
    {
        var lanes = engine.GetType("TorchSharp.Lanes", throwOnError: true)!;
        _linear = Find<LinearOperation>("Linear");
        _mean = Find<MeanOperation>("Mean");
        _squaredError = Find<ErrorOperation>("SquaredError");
        _smoothError = Find<ErrorOperation>("SmoothError");
        _watched = Find<Func<Module<Tensor, Tensor>, bool>>("Watched");
        _squaredNorm = Find<Func<Parameter, float?>>("SquaredNorm");
        _newState = Find<Func<object>>("NewState");
        _switch = Find<Action<object?, object?>>("Switch");

        T Find<T>(string name)
            where T : Delegate => lanes.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<T>();
    }

    private delegate Tensor LinearOperation(Tensor rows, ReadOnlySpan<LinearLayer> layers, ReadOnlySpan<long> ends, bool relu);

    private delegate Tensor MeanOperation(Tensor rows, ReadOnlySpan<long> ends);

    private delegate Tensor ErrorOperation(Tensor input, Tensor target, ReadOnlySpan<long> ends);

    public override long MostForAction => 8_000;

    public override long MostForGradient => 500_000;

    /// <summary>These stay in a processor's cache from the forward pass to the backward pass.</summary>
    public override long MostNumbers => 32_768;

    public override Tensor Linear(Tensor rows, ReadOnlySpan<LinearLayer> layers, ReadOnlySpan<long> ends, bool relu) =>
        _linear(rows, layers, ends, relu);

    public override Tensor Mean(Tensor rows, ReadOnlySpan<long> ends) => _mean(rows, ends);

    public override Tensor SquaredError(Tensor input, Tensor target, ReadOnlySpan<long> ends) => _squaredError(input, target, ends);

    public override Tensor SmoothError(Tensor input, Tensor target, ReadOnlySpan<long> ends) => _smoothError(input, target, ends);

    public override void Backward(Tensor losses, IReadOnlyList<optim.Optimizer> optimizers)
    {
        foreach (var optimizer in optimizers)
        {
            optimizer.zero_grad();
        }

        losses.backward([ones_like(losses)]);
    }

    public override bool IsWatched(Module<Tensor, Tensor> layer) => _watched(layer);

    public override float? SquaredNorm(Parameter parameter) => _squaredNorm(parameter);

    public override void SquaredNorms(IReadOnlyList<Parameter>[] runs, Span<double> sums)
    {
        for (var i = 0; i < runs.Length; i++)
        {
            sums[i] = 0;
            for (var parameter = 0; parameter < runs[i].Count; parameter++)
            {
                sums[i] += _squaredNorm(runs[i][parameter]) ?? 0;
            }
        }
    }

    public override void Step(IReadOnlyList<optim.Optimizer> optimizers, Action<int, Exception> failed)
    {
        for (var i = 0; i < optimizers.Count; i++)
        {
            try
            {
                optimizers[i].step();
            }
            catch (Exception e)
            {
                failed(i, e);
            }
        }
    }

    public override object NewState() => _newState();

    public override void Switch(object? from, object? to) => _switch(from, to);
}
