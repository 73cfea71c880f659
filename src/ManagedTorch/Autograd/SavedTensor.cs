using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A value kept for the backward pass: holds the memory even when the handle is disposed, and notices when it is overwritten.</summary>
internal struct SavedTensor
{
    private readonly Tensor? tensor;
    private readonly Storage? storage;
    private readonly int version;
    private bool released;

    public SavedTensor(Tensor? tensor)
    {
        if (tensor is null) return;
        this.tensor = tensor;
        storage = tensor.storage.Retain();
        version = storage.Version;
    }

    public readonly bool Exists => tensor is not null;

    /// <summary>The value as it was; refuses where it has been changed or given back.</summary>
    public readonly Tensor Value
    {
        get
        {
            if (released) throw UsedUp();
            if (storage!.Version != version)
                throw new TorchException(
                    "One of the values needed for the gradient was changed by an operation in place: a tensor of " +
                    $"shape {tensor!.layout} is at version {storage.Version}, expected version {version}.");
            return tensor!.storage == storage ? tensor : Conversions.In(storage, tensor);
        }
    }

    /// <summary>What a second backward pass through a graph that was not retained is told.</summary>
    public static TorchException UsedUp() => new(
        "Trying to backward through the graph a second time (or to use saved values after they were freed). " +
        "Pass retain_graph: true to the first backward pass, or compute the result anew.");

    public void Release()
    {
        if (storage is null || released) return;
        released = true;
        storage.Release();
    }
}
