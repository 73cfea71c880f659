using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;
using Adam = TorchSharp.Modules.Adam;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>A step of Adam for several runs at once, each with its own step size, decay rates and epsilon.</summary>
/// <remarks>Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.</remarks>
internal static class JointAdam
{
    private static readonly ConditionalWeakTable<Adam, Parts> Known = [];

    /// <summary>What optimisers whose steps can be taken together have in common; null where an optimiser's step is its own affair.</summary>
    /// <remarks>AMSGrad, weight decay and maximising are.</remarks>
    public static string? KeyOf(optim.Optimizer optimizer) =>
        optimizer is Adam adam && Of(adam) is { Moving.Length: > 0 } parts && Array.TrueForAll(parts.Moving, part => part.IsPlain) ? parts.Key : null;

    /// <summary>Takes a step of each.</summary>
    /// <param name="optimizers">Optimisers of one key.</param>
    public static void Step(IEnumerable<optim.Optimizer> optimizers)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var runs = optimizers.Select(optimizer => Of((Adam)optimizer).Moving).ToArray();
        for (var i = 0; i < runs[0].Length; i++)
        {
            StepOf(Array.ConvertAll(runs, run => run[i]));
        }
    }

    private static Parts Of(Adam adam) => Known.GetValue(adam, static adam =>
    {
        var (dictionary, parameters) = (adam.state_dict(), adam.parameters().ToArray());
        return new(
        [
            .. dictionary.StateIndexRef.SelectMany((indices, group) => indices.Select(
                index => new Moving(parameters[index], (Adam.State)dictionary.State[index], (Adam.Options)dictionary.Options[group]))),
        ]);
    });

    /// <summary>Moves one parameter of each run.</summary>
    private static void StepOf(Moving[] runs)
    {
        // A parameter without a gradient stays where it is, and its steps are not counted.
        runs = Array.FindAll(runs, run => run.TakeGradient());
        if (runs.Length == 0)
        {
            return;
        }

        var parameters = Array.ConvertAll(runs, run => run.Stacked());
        var (stack, places) = (parameters[0].Stack, ParameterStack.Places(parameters));
        var gradient = torch.stack(Array.ConvertAll(runs, run => run.Gradient));
        var numbers = Numbers(runs, gradient);
        var mean = ParameterStack.Select(stack.FirstMoments, places, parameters).lerp_(gradient, numbers[0]);
        var square = ParameterStack.Select(stack.SecondMoments, places, parameters).lerp_(gradient.square(), numbers[1]);
        var change = mean * numbers[2] / square.sqrt().div_(numbers[3]).add_(numbers[4]);
        var values = ParameterStack.Select(stack.Values, places, parameters).sub_(change);
        if (places is not null)
        {
            stack.FirstMoments.index_copy_(0, places, mean);
            stack.SecondMoments.index_copy_(0, places, square);
            stack.Values.index_copy_(0, places, values);
        }
    }

    /// <summary>
    /// What a step takes of each run's settings, one number a run against its parameter's every element: the shares of the new gradient in both
    /// moments, the step size, the correction of the second moment, epsilon.
    /// </summary>
    private static Tensor[] Numbers(Moving[] runs, Tensor like)
    {
        var numbers = new double[5, runs.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            var (options, taken) = (runs[i].Options, runs[i].State.step);
            var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
            numbers[0, i] = 1 - beta1;
            numbers[1, i] = 1 - beta2;
            numbers[2, i] = options.LearningRate!.Value / (1 - Math.Pow(beta1, taken));
            numbers[3, i] = Math.Sqrt(1 - Math.Pow(beta2, taken));
            numbers[4, i] = options.eps!.Value;
        }

        // One tensor, so that a device is sent one.
        long[] shape = [5, runs.Length, .. Enumerable.Repeat(1L, (int)like.dim() - 1)];
        return tensor(numbers, dtype: like.dtype, device: like.device).view(shape).unbind();
    }

    /// <summary>What an optimiser moves.</summary>
    private sealed record Parts(Moving[] Moving)
    {
        /// <summary>Their shapes.</summary>
        public string Key { get; } = string.Join(' ', Moving.Select(part => part.Shape));
    }

    /// <summary>A parameter that an optimiser moves.</summary>
    private sealed class Moving(Parameter parameter, Adam.State state, Adam.Options options)
    {
        public string Shape { get; } = $"{string.Join('x', parameter.shape)} {parameter.dtype} {parameter.device}";

        public Adam.State State => state;

        public Adam.Options Options => options;

        public Tensor Gradient { get; private set; } = null!;

        public bool IsPlain => options.amsgrad != true && options.maximize != true && options.weight_decay is null or 0;

        /// <summary>Reads the gradient, and counts the step.</summary>
        /// <returns>Whether there is one.</returns>
        public bool TakeGradient()
        {
            if (parameter.grad is not { } gradient)
            {
                return false;
            }

            Gradient = gradient;
            state.step++;
            return true;
        }

        public StackedParameter Stacked()
        {
            var stacked = ParameterStack.Of(parameter);
            stacked.Hold(state);
            return stacked;
        }
    }
}
