using static TorchSharp.torch;
using LinearLayer = TorchSharp.Modules.Linear;

namespace RlLab.Engines;

/// <summary>Layers of one shape that are applied together, each to rows of its own.</summary>
internal sealed class AppliedLayers
{
    /// <summary>A layer of fewer weights than this is copied sooner than its rows are spread over the whole stack and gathered again.</summary>
    private const int WeightsToCopy = 1_024;

    private readonly StackedParameter[] _weights;
    private readonly StackedParameter[]? _biases;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly Tensor? _places;
    private readonly long _all;

    /// <summary>Layers as they are now.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="learns">Whether a backward pass will follow.</param>
    public AppliedLayers(ReadOnlySpan<LinearLayer> layers, bool learns)
    {
        _weights = new StackedParameter[layers.Length];
        _biases = layers[0].bias is null ? null : new StackedParameter[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            _weights[i] = ParameterStack.Of(layers[i].weight!);
            _biases?[i] = ParameterStack.Of(layers[i].bias!);
        }

        // Without gradients the whole stack is applied as it lies there, where most of it is asked for and weights are more than a call costs.
        var places = ParameterStack.Places(_weights);
        _all = _weights.Max(weight => weight.Place) + 1;
        _places = !learns && layers[0].weight!.numel() >= WeightsToCopy && _all < 2 * _weights.Length ? places : null;
        _weight = _places is null ? Values(_weights, places) : _weights[0].Stack.Values.narrow(0, 0, _all);
        _bias = _biases is null ? null : Values(_biases, ParameterStack.Places(_biases));

        Tensor Values(StackedParameter[] parameters, Tensor? places)
        {
            var values = ParameterStack.Select(parameters[0].Stack.Values, places, parameters);
            if (!learns)
            {
                return values;
            }

            // A copy: until the backward pass others may be written to the stack.
            return (places is null ? values.clone() : values).requires_grad_(parameters[0].IsLearned);
        }
    }

    /// <summary>Applies them.</summary>
    /// <param name="batches">Shape: [layers, rows of one, inputs].</param>
    /// <returns>Shape: [layers, rows of one, outputs].</returns>
    public Tensor Forward(Tensor batches)
    {
        // Not baddbmm, whose arguments the package takes in another order.
        var weight = _weight.transpose(1, 2);
        var results = _places is null
            ? batches.bmm(weight)
            : zeros([_all, batches.size(1), batches.size(2)], batches.dtype, batches.device).index_copy_(0, _places, batches).bmm(weight)
                .index_select(0, _places);
        return _bias is null ? results : results + _bias.unsqueeze(1);
    }

    /// <summary>The weights and biases.</summary>
    public IEnumerable<StackedParameter> Parameters => _weights.Concat(_biases ?? []);

    /// <summary>Gives each layer its part of the gradient that a backward pass has left here.</summary>
    public void HandOut()
    {
        HandOut(_weight, _weights);
        if (_bias is not null)
        {
            HandOut(_bias, _biases!);
        }
    }

    private static void HandOut(Tensor values, StackedParameter[] parameters)
    {
        // Of a pass that failed before it came to its end nothing is left, and what is no part of the loss has no gradient.
        if (values.IsInvalid || values.grad is not { } gradient)
        {
            return;
        }

        var parts = gradient.unbind();
        for (var i = 0; i < parts.Length; i++)
        {
            parameters[i].Take(parts[i]);
        }
    }
}
