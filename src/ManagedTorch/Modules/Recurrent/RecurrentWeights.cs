using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The weights of one layer in one direction.</summary>
internal sealed class RecurrentWeights
{
    public readonly Parameter Input, Hidden;
    public readonly Parameter? InputBias, HiddenBias;

    public RecurrentWeights(int gates, long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
    {
        Parameter New(params long[] shape) => empty(shape, dtype: dtype, device: device).AsParameter().Keep();
        Input = New(gates * hiddenSize, inputSize);
        Hidden = New(gates * hiddenSize, hiddenSize);
        if (!bias) return;
        InputBias = New(gates * hiddenSize);
        HiddenBias = New(gates * hiddenSize);
    }

    /// <summary>In the order in which PyTorch initialises and saves them.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Named(string suffix)
    {
        yield return ("weight_ih" + suffix, Input);
        yield return ("weight_hh" + suffix, Hidden);
        if (InputBias is null) yield break;
        yield return ("bias_ih" + suffix, InputBias);
        yield return ("bias_hh" + suffix, HiddenBias!);
    }

    public Tensor FromInput(Tensor input) => nn.functional.linear(input, Input, InputBias);

    public Tensor FromHidden(Tensor hidden) => nn.functional.linear(hidden, Hidden, HiddenBias);
}

internal static class ParameterScopes
{
    /// <summary>A module's weights outlive the dispose scope that the module is made in.</summary>
    public static Parameter Keep(this Parameter parameter)
    {
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
