using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Tensors whose handles were given other memory, as a module's parameters are when it is converted. What was saved of one before keeps its old
/// memory alive, and finds here how the values lie in it.
/// </summary>
internal static unsafe class Conversions
{
    private static readonly ConditionalWeakTable<Tensor, List<Tensor>> Before = [];

    /// <summary>Gives a tensor's handle the memory, the type and the layout of another.</summary>
    public static void Replace(Tensor tensor, Tensor converted)
    {
        // A handle that holds nothing: it is of use to those alone who hold the memory.
        var old = new Tensor(tensor.storage, tensor.pointer, tensor.layout, tensor.element);
        var all = Before.GetOrCreateValue(tensor);
        lock (all)
        {
            all.RemoveAll(other => other.storage == old.storage);
            all.Add(old);
        }

        tensor.storage.Release();
        tensor.storage = converted.storage.Retain();
        tensor.pointer = converted.pointer;
        tensor.layout = converted.layout;
        tensor.element = converted.element;
        tensor.ForgetLeaf();
    }

    /// <summary>A tensor as it was when it lay in that memory.</summary>
    public static Tensor In(Storage storage, Tensor tensor)
    {
        var all = Before.GetOrCreateValue(tensor);
        lock (all) return all.Find(old => old.storage == storage) ?? tensor;
    }
}
