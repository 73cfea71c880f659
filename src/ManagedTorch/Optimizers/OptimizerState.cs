using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers about one parameter.</summary>
public abstract class OptimizerState
{
    private protected OptimizerState(Parameter parameter) => Parameter = parameter;

    internal Parameter Parameter { get; }

    /// <summary>Names every field to a visitor, in the order of the file.</summary>
    internal abstract void Visit(IStateVisitor visitor);

    /// <summary>A tensor of zeros (or another value) like the parameter, which no dispose scope takes away.</summary>
    internal Tensor Like(double value = 0)
    {
        Launch.Of("full_like", Parameter.Live());
        var tensor = Tensor.Fresh(Parameter.layout.AsContiguous(), Parameter.element);
        Copying.Fill(tensor, value);
        return tensor;
    }
}

/// <summary>Something that is done to every field of a state alike: written, read, copied from another, freed.</summary>
internal interface IStateVisitor
{
    void Visit(ref long count);

    void Visit(ref Tensor tensor);

    void VisitOptional(ref Tensor? tensor);
}
