using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Writes a state in TorchSharp's format: numbers of 8 bytes, tensors, and a byte before a tensor that may be missing.
/// </summary>
internal sealed class StateWriter(BinaryWriter writer) : IStateVisitor
{
    public void Visit(ref long count) => writer.Write(count);

    public void Visit(ref Tensor tensor) => tensor.Save(writer);

    public void VisitOptional(ref Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal sealed class StateReader(BinaryReader reader, OptimizerState state) : IStateVisitor
{
    public void Visit(ref long count) => count = reader.ReadInt64();

    public void Visit(ref Tensor tensor) => tensor.Load(reader);

    public void VisitOptional(ref Tensor? tensor)
    {
        var loaded = reader.ReadBoolean() ? state.Like() : null;
        loaded?.Load(reader);
        tensor?.Dispose();
        tensor = loaded;
    }
}

/// <summary>Refuses a state of a parameter of another shape: a step would read and write beyond its end.</summary>
internal sealed class StateFit(Tensor parameter) : IStateVisitor
{
    public void Visit(ref long count)
    {
    }

    public void Visit(ref Tensor tensor)
    {
        Tensor? optional = tensor;
        VisitOptional(ref optional);
    }

    public void VisitOptional(ref Tensor? tensor)
    {
        if (tensor is null || tensor.layout.SameSizes(parameter.layout)) return;
        throw new ArgumentException(
            $"The state of a parameter of shape {tensor.layout} does not fit one of shape {parameter.layout}; " +
            "load into an optimizer of parameters like those that it was made for.");
    }
}

/// <summary>Takes a copy of every field of another state of the same optimiser.</summary>
internal sealed class StateCopier : IStateVisitor
{
    private readonly Queue<object?> fields = new();
    private bool reading = true;

    public static void Copy(OptimizerState source, OptimizerState target)
    {
        if (ReferenceEquals(source, target)) return;
        if (source.GetType() != target.GetType())
            throw new ArgumentException(
                $"The state of {source.GetType().DeclaringType?.Name} does not fit {target.GetType().DeclaringType?.Name}.");
        var copier = new StateCopier();
        source.Visit(copier);
        copier.reading = false;
        target.Visit(copier);
        if (source.Parameter.OnCuda != target.Parameter.OnCuda) target.Visit(new StateMover(target.Parameter.device));
    }

    public void Visit(ref long count)
    {
        if (reading) fields.Enqueue(count);
        else count = (long)fields.Dequeue()!;
    }

    public void Visit(ref Tensor tensor)
    {
        Tensor? optional = tensor;
        VisitOptional(ref optional);
        tensor = optional!;
    }

    public void VisitOptional(ref Tensor? tensor)
    {
        if (reading)
        {
            if (tensor is not null) Launch.Of("clone", tensor);
            fields.Enqueue(tensor is null ? null : Copying.Contiguous(tensor));
            return;
        }

        tensor?.Dispose();
        tensor = (Tensor?)fields.Dequeue();
    }
}

/// <summary>Moves a state to a device.</summary>
internal sealed class StateMover(Device device) : IStateVisitor
{
    public void Visit(ref long count)
    {
    }

    public void Visit(ref Tensor tensor) => tensor = tensor.to(device, disposeAfter: true).DetachFromDisposeScope();

    public void VisitOptional(ref Tensor? tensor) => tensor = tensor?.to(device, disposeAfter: true).DetachFromDisposeScope();
}

/// <summary>Gives back a state's memory.</summary>
internal sealed class StateFreer : IStateVisitor
{
    public void Visit(ref long count)
    {
    }

    public void Visit(ref Tensor tensor) => tensor.Dispose();

    public void VisitOptional(ref Tensor? tensor) => tensor?.Dispose();
}
