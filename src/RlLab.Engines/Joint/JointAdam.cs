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
    private static readonly ConditionalWeakTable<Adam, Moving[]> Known = [];

    /// <summary>What optimisers whose steps can be taken together have in common; null where an optimiser's step is its own affair.</summary>
    /// <remarks>AMSGrad, weight decay and maximising are.</remarks>
    public static string? KeyOf(optim.Optimizer optimizer) =>
        optimizer is Adam adam && Of(adam) is { Length: > 0 } parts && Array.TrueForAll(parts, part => part.IsPlain)
            ? string.Join(' ', parts.Select(part => part.Shape))
            : null;

    /// <summary>Takes a step of each.</summary>
    /// <param name="optimizers">Optimisers of one key.</param>
    public static void Step(IEnumerable<optim.Optimizer> optimizers)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var runs = optimizers.Select(optimizer => Of((Adam)optimizer)).ToArray();
        for (var i = 0; i < runs[0].Length; i++)
        {
            StepOf(Array.ConvertAll(runs, run => run[i]));
        }
    }

    private static Moving[] Of(Adam adam) => Known.GetValue(adam, static adam =>
    {
        var (dictionary, parameters) = (adam.state_dict(), adam.parameters().ToArray());
        return
        [
            .. dictionary.StateIndexRef.SelectMany((indices, group) => indices.Select(
                index => new Moving(parameters[index], (Adam.State)dictionary.State[index], (Adam.Options)dictionary.Options[group]))),
        ];
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
        var mean = ParameterStack.Select(stack.FirstMoments, places, parameters);
        mean.mul_(Number(run => run.Options.beta1!.Value)).add_(gradient * Number(run => 1 - run.Options.beta1!.Value));
        var square = ParameterStack.Select(stack.SecondMoments, places, parameters);
        square.mul_(Number(run => run.Options.beta2!.Value)).add_(gradient.square() * Number(run => 1 - run.Options.beta2!.Value));
        var step = Number(run => run.Options.LearningRate!.Value / (1 - Math.Pow(run.Options.beta1!.Value, run.State.step)));
        var correction = Number(run => Math.Sqrt(1 - Math.Pow(run.Options.beta2!.Value, run.State.step)));
        var change = mean * step / (square.sqrt().div_(correction).add_(Number(run => run.Options.eps!.Value)));
        var values = ParameterStack.Select(stack.Values, places, parameters).sub_(change);
        if (places is not null)
        {
            stack.FirstMoments.index_copy_(0, places, mean);
            stack.SecondMoments.index_copy_(0, places, square);
            stack.Values.index_copy_(0, places, values);
        }

        // One number a run, against its parameter's every element.
        Tensor Number(Func<Moving, double> number)
        {
            var numbers = tensor(Array.ConvertAll(runs, run => number(run)), dtype: gradient.dtype, device: gradient.device);
            return numbers.view([runs.Length, .. Enumerable.Repeat(1L, (int)gradient.dim() - 1)]);
        }
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
