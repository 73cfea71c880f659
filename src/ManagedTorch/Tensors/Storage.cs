using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>
/// The memory behind one or more tensors.
/// <para>Small storages are cut from slabs on the pinned heap and need no finalizer: what is disposed goes back to a list
/// of the thread's own, what is forgotten is the garbage collector's. Large ones own a <see cref="NativeBlock"/>.</para>
/// <para>Who reads <see cref="Data"/> must hold the storage alive until done (<c>GC.KeepAlive</c> on the tensor): a raw
/// pointer keeps nothing.</para>
/// </summary>
internal sealed unsafe class Storage
{
    private const int External = -1;
    private const int Native = -2;

    public byte* Data;
    public long Bytes;

    /// <summary>Counts the writes in place, so that a backward pass can tell that a saved value is no longer what it was.</summary>
    public int Version;

    /// <summary>True for memory of the simulated device.</summary>
    public bool OnCuda;

    private int references = 1;
    private int sizeClass;
    private object? owner;
    internal Storage? Next;

    private Storage(byte* data, long bytes, int sizeClass, object? owner)
    {
        Data = data;
        Bytes = bytes;
        this.sizeClass = sizeClass;
        this.owner = owner;
    }

    /// <summary>Memory of unknown content, aligned to 64 bytes.</summary>
    public static Storage Allocate(long bytes)
    {
        if (bytes > SmallBuffers.Largest)
        {
            var block = NativeBlock.Rent(bytes);
            return Placed(new Storage(block.Data, bytes, Native, block));
        }
        var state = ThreadState.Current;
        var sizeClass = SmallBuffers.ClassOf((int)bytes);
        var storage = state.Buffers.Pop(sizeClass);
        if (storage is null)
        {
            var data = state.Buffers.Carve(sizeClass, out var slab);
            return Placed(new Storage(data, bytes, sizeClass, slab));
        }
        storage.Bytes = bytes;
        storage.references = 1;
        storage.Version = 0;
        return Placed(storage);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Storage Placed(Storage storage)
    {
        if (SimulatedDevice.Enabled) storage.OnCuda = SimulatedDevice.IsCurrent;
        return storage;
    }

    /// <summary>Memory that belongs to someone else, such as a .NET array; <paramref name="owner"/> keeps it in place.</summary>
    public static Storage Over(byte* data, long bytes, object owner) => new(data, bytes, External, owner);

    /// <summary>True where nobody else can see what is written here.</summary>
    public bool Exclusive => Volatile.Read(ref references) == 1;

    public Storage Retain()
    {
        Interlocked.Increment(ref references);
        return this;
    }

    /// <summary>Gives up one reference; the last one returns the memory. A storage that is never released is collected.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        // Whoever holds the only reference cannot race with anybody, and most tensors are held once.
        if (Volatile.Read(ref references) == 1 || Interlocked.Decrement(ref references) == 0) Return();
    }

    private void Return()
    {
        references = 0;
        if (sizeClass >= 0)
        {
            if (BufferPoisoning.Enabled) BufferPoisoning.Poison(Data, SmallBuffers.SizeOf(sizeClass));
            ThreadState.Current.Buffers.Push(sizeClass, this);
        }
        else if (sizeClass == Native)
        {
            sizeClass = External;
            ((NativeBlock)owner!).Return();
            owner = null;
        }
    }
}
