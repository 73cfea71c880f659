using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A strided view of a storage, with its place in the autograd graph. Files of this class are sorted by subject: handles and
    /// views in Tensors/, what computes in Operations/.
    /// </summary>
    public unsafe partial class Tensor : IDisposable
    {
        internal Storage storage;
        internal byte* pointer;
        internal Shape layout;
        internal ScalarType element;
        private bool disposed;

        /// <summary>The dispose scope that will dispose this handle, and the place that the handle has in it.</summary>
        internal DisposeScope? scope;
        internal int scopeSlot;

        internal Tensor(Storage storage, byte* data, Shape layout, ScalarType type)
        {
            this.storage = storage;
            pointer = data;
            this.layout = layout;
            element = type;
        }

        /// <summary>A second handle on another's data and place in the graph, for subclasses such as Parameter.</summary>
        private protected Tensor(Tensor source) : this(source.Live().storage.Retain(), source.pointer, source.layout,
            source.element)
        {
            ThreadState.Current.Scope?.Add(this);
        }

        /// <summary>A new contiguous tensor of unknown content that no dispose scope knows of: for intermediate results.</summary>
        internal static Tensor Fresh(Shape layout, ScalarType type)
        {
            var storage = Storage.Allocate(checked(layout.Count * Dtype.SizeOf(type)));
            return new Tensor(storage, storage.Data, layout, type);
        }

        /// <summary>A new contiguous tensor of unknown content that goes to the caller, and so into the current dispose scope.</summary>
        internal static Tensor Result(Shape layout, ScalarType type)
        {
            var state = ThreadState.Current;
            var tensor = Fresh(layout, type);
            state.Scope?.Add(tensor);
            return tensor;
        }

        /// <summary>Another handle on the same storage, outside every scope and graph.</summary>
        internal Tensor Alias(byte* start, Shape shape) => new(storage.Retain(), start, shape, element);

        internal Tensor Share() => Alias(pointer, layout);

        internal Tensor Share(Shape shape) => Alias(pointer, shape);

        /// <summary>The same, from an element of this tensor on.</summary>
        internal Tensor Share(Shape shape, long offset) => Alias(pointer + offset * Dtype.SizeOf(element), shape);

        /// <summary>Where in memory the elements lie, if they fill it without gaps.</summary>
        internal bool Fills(out nint from, out nint to)
        {
            long extent = layout.Count == 0 ? 0 : 1;
            for (var d = 0; d < layout.Rank; d++) extent += (layout.Sizes[d] - 1) * layout.Strides[d];
            from = (nint)pointer;
            to = from + (nint)layout.Count * Dtype.SizeOf(element);
            return extent == layout.Count && layout.Count > 0;
        }

        /// <summary>True where both are the same elements in the same order.</summary>
        internal bool IsSameAs(Tensor other) => pointer == other.pointer && layout == other.layout;

        /// <summary>Hands an intermediate result to the caller.</summary>
        internal Tensor Register()
        {
            if (scope is null) ThreadState.Current.Scope?.Add(this);
            return this;
        }

        /// <summary>Refuses a handle that was disposed.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Tensor Live()
        {
            if (disposed) ThrowDisposed();
            return this;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void ThrowDisposed() => throw new ObjectDisposedException(nameof(Tensor),
            "The tensor was disposed, by Dispose() or by the dispose scope that it was made in; MoveToOuterDisposeScope() keeps one alive.");

        public bool IsInvalid => disposed;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposed) return;
            scope?.Forget(this);
            Free();
        }

        /// <summary>Frees the handle without a word to its scope.</summary>
        internal void Free()
        {
            if (disposed) return;
            disposed = true;
            scope = null;
            ReleaseGraph();
            storage.Release();
        }
    }
}
