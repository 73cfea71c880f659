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

    public override Tensor Linear(Tensor rows, ReadOnlySpan<LinearLayer> layers, ReadOnlySpan<long> ends, bool relu) =>
        _linear(rows, layers, ends, relu);

    public override Tensor Mean(Tensor rows, ReadOnlySpan<long> ends) => _mean(rows, ends);

    public override Tensor SquaredError(Tensor input, Tensor target, ReadOnlySpan<long> ends) => _squaredError(input, target, ends);

    public override Tensor SmoothError(Tensor input, Tensor target, ReadOnlySpan<long> ends) => _smoothError(input, target, ends);

    public override bool IsWatched(Module<Tensor, Tensor> layer) => _watched(layer);

    public override float? SquaredNorm(Parameter parameter) => _squaredNorm(parameter);

    public override object NewState() => _newState();

    public override void Switch(object? from, object? to) => _switch(from, to);
}
