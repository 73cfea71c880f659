using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>What an engine does for several runs that train as one program: operations on rows of which each run has a segment.</summary>
/// <remarks><c>ends</c> has the row after the last one of each segment; the first begins at row 0.</remarks>
internal abstract class JointOperations
{
    private static JointOperations? _current;

    /// <summary>Those of the engine that executes torch in this process.</summary>
    public static JointOperations Current => _current ??= TorchEngines.Loaded.Engine == TorchEngine.Managed
        ? new ManagedJointOperations(TorchEngines.Loaded.Assembly)
        : new LibtorchJointOperations();

    /// <summary>
    /// The multiply-adds of one run's action up to which it pays to ask for it together with others: beyond, arithmetic and memory take so much
    /// longer than a call that a run does better to stay in the processor's cache.
    /// </summary>
    public abstract long MostForAction { get; }

    /// <summary>The same of one run's gradient.</summary>
    public abstract long MostForGradient { get; }

    /// <summary>The numbers between two layers, of all runs, up to which it pays to answer them by one call.</summary>
    public abstract long MostNumbers { get; }

    /// <summary>Each segment through a layer of its own; the layers are of one shape. Shape: [rows, outputs].</summary>
    public abstract Tensor Linear(Tensor rows, ReadOnlySpan<LinearLayer> layers, ReadOnlySpan<long> ends, bool relu);

    /// <summary>The mean of each segment. Shape: [segments].</summary>
    public abstract Tensor Mean(Tensor rows, ReadOnlySpan<long> ends);

    /// <summary>The mean squared error of each segment. Shape: [segments].</summary>
    public abstract Tensor SquaredError(Tensor input, Tensor target, ReadOnlySpan<long> ends);

    /// <summary>The mean smooth L1 error of each segment, which is linear from 1 on. Shape: [segments].</summary>
    public abstract Tensor SmoothError(Tensor input, Tensor target, ReadOnlySpan<long> ends);

    /// <summary>Gives the parameters that each run's optimiser moves the gradient of the run's own loss, in place of what they had.</summary>
    /// <param name="losses">One a run. Shape: [segments].</param>
    /// <param name="optimizers">One a run.</param>
    public abstract void Backward(Tensor losses, IReadOnlyList<optim.Optimizer> optimizers);

    /// <summary>Whether somebody watches a layer's calls, so that it has to be called itself.</summary>
    public abstract bool IsWatched(Module<Tensor, Tensor> layer);

    /// <summary>The sum of the squares of a parameter's gradient; null where it has none. Of a device it is waited for.</summary>
    public abstract float? SquaredNorm(Parameter parameter);

    /// <summary>For each run, the sum of the squares of its parameters' gradients; a parameter that has none counts nothing.</summary>
    /// <param name="runs">The runs' parameters, of the same shapes.</param>
    /// <param name="sums">Receives a number a run.</param>
    public abstract void SquaredNorms(IReadOnlyList<Parameter>[] runs, Span<double> sums);

    /// <summary>Takes a step of each run's optimiser.</summary>
    /// <param name="optimizers">The optimisers.</param>
    /// <param name="failed">Told of each that could not.</param>
    public abstract void Step(IReadOnlyList<optim.Optimizer> optimizers, Action<int, Exception> failed);

    /// <summary>
    /// What a run owns of a thread's state of torch, as a process begins: dispose scopes, gradient mode, and on the managed engine the default
    /// generator, of which libtorch has one for all.
    /// </summary>
    public abstract object NewState();

    /// <summary>Keeps the thread's state as that of one run, and puts another's in its place; null stands for the thread's own.</summary>
    public abstract void Switch(object? from, object? to);
}
