using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace RlLab.Algorithms;

/// <summary>Saves and restores what belongs to torch, to the bit; what <see cref="CheckpointedAttribute"/> has the build write calls it.</summary>
public static class TorchState
{
    /// <summary>Writes a tensor: its type, its shape and its elements.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="tensor">The tensor, on any device.</param>
    public static void Save(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var elements = tensor.detach().cpu().contiguous();
        writer.Write((int)tensor.dtype);
        SavedState.WriteElements<long>(writer, tensor.shape);
        SavedState.WriteElements<byte>(writer, elements.numel() == 0 ? [] : elements.bytes);
    }

    /// <summary>Reads the elements of a tensor into one of the same type and shape; its gradient is left as it is.</summary>
    /// <param name="reader">Stands where it was written.</param>
    /// <param name="tensor">Receives them, on any device.</param>
    /// <exception cref="InvalidDataException">Another type or shape was written.</exception>
    public static void Restore(BinaryReader reader, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (type, shape) = ((ScalarType)reader.ReadInt32(), SavedState.ReadArray<long>(reader, null));
        if (type != tensor.dtype || !shape.AsSpan().SequenceEqual(tensor.shape))
        {
            throw new InvalidDataException(
                $"A tensor of {type} [{string.Join(", ", shape)}] was saved, and is {tensor.dtype} [{string.Join(", ", tensor.shape)}] now.");
        }

        var elements = empty(shape, type);
        SavedState.ReadElements(reader, elements.numel() == 0 ? [] : elements.bytes);
        tensor.copy_(elements);
    }

    /// <summary>Writes a network: its parameters with their gradients, its buffers, and which of its layers are in training.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="module">The network.</param>
    public static void Save(BinaryWriter writer, nn.Module module)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            writer.Write(name);
            Save(writer, (Tensor)parameter);
            if (SavedState.WritePresence(writer, parameter.grad))
            {
                Save(writer, parameter.grad);
            }
        }

        foreach (var (name, buffer) in module.named_buffers())
        {
            writer.Write(name);
            Save(writer, buffer);
        }

        foreach (var layer in Layers(module))
        {
            writer.Write(layer.training);
        }
    }

    /// <summary>Restores a network in its place, on its device.</summary>
    /// <param name="reader">Stands where it was written.</param>
    /// <param name="module">The network.</param>
    /// <exception cref="InvalidDataException">Another network was written.</exception>
    public static void Restore(BinaryReader reader, nn.Module module)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            CheckName(reader, name);
            Restore(reader, (Tensor)parameter);
            parameter.grad = null;
            if (reader.ReadBoolean())
            {
                using var noGrad = no_grad();
                var gradient = zeros_like(parameter);
                Restore(reader, gradient);
                parameter.grad = gradient;
            }
        }

        foreach (var (name, buffer) in module.named_buffers())
        {
            CheckName(reader, name);
            Restore(reader, buffer);
        }

        // A layer sets those within it too, which have their turn after it.
        foreach (var layer in Layers(module))
        {
            layer.train(reader.ReadBoolean());
        }
    }

    /// <summary>Writes an optimiser: its learning rates and all that it remembers of each parameter.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <exception cref="NotSupportedException">It is one that torch cannot save, such as LBFGS.</exception>
    public static void Save(BinaryWriter writer, Optimizer optimizer) => Savable(optimizer).save_state_dict(writer);

    /// <summary>Restores an optimiser of the same parameters.</summary>
    /// <param name="reader">Stands where it was written.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <exception cref="NotSupportedException">It is one that torch cannot restore.</exception>
    public static void Restore(BinaryReader reader, Optimizer optimizer) => Savable(optimizer).load_state_dict(reader);

    /// <summary>Writes how far a schedule of learning rates is; the rates themselves are its optimiser's.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="scheduler">The schedule.</param>
    public static void Save(BinaryWriter writer, lr_scheduler.LRScheduler scheduler) => SchedulerState.Save(writer, scheduler);

    /// <summary>Restores a schedule that was made with the same settings.</summary>
    /// <param name="reader">Stands where it was written.</param>
    /// <param name="scheduler">The schedule.</param>
    public static void Restore(BinaryReader reader, lr_scheduler.LRScheduler scheduler) => SchedulerState.Restore(reader, scheduler);

    private static IEnumerable<nn.Module> Layers(nn.Module module) => module.named_modules().Select(layer => layer.module).Prepend(module);

    private static void CheckName(BinaryReader reader, string name)
    {
        if (reader.ReadString() is var saved && saved != name)
        {
            throw new InvalidDataException($"The network's '{saved}' was saved, where it has '{name}' now.");
        }
    }

    private static OptimizerHelper Savable(Optimizer optimizer) => optimizer as OptimizerHelper
        ?? throw new NotSupportedException($"torch cannot save the state of {optimizer.GetType().Name}.");
}
