namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private string? givenName;

        public string? name { get => givenName; set => givenName = value; }

        public ScalarType dtype => Live().element;
        public Device device => OnCuda ? Devices.Cuda : CPU;
        public DeviceType device_type => OnCuda ? DeviceType.CUDA : DeviceType.CPU;
        public int device_index => OnCuda ? 0 : -1;
        public bool is_cpu() => !OnCuda;
        public bool is_cuda => OnCuda;
        public bool is_meta => false;
        public bool is_sparse => false;
        public bool is_quantized() => false;
        public bool is_complex() => false;
        public bool is_conj() => false;
        public bool is_neg() => false;
        public bool is_pinned() => false;
        public bool has_names() => false;

        public long[] shape => (long[])Live().layout.Sizes.Clone();
        public long[] size() => shape;
        public long size(int dim) => Live().layout.Length(layout.Dimension(dim));
        public long[] stride() => (long[])Live().layout.Strides.Clone();
        public long stride(int dim) => Live().layout.Strides[layout.Dimension(dim)];
        public long storage_offset() => (Live().pointer - storage.Data) / Dtype.SizeOf(element);
        public long Dimensions => Live().layout.Rank;
        public long ndim => Live().layout.Rank;
        public long dim() => Live().layout.Rank;
        public long NumberOfElements => Live().layout.Count;
        public long numel() => Live().layout.Count;
        public long ElementSize => Dtype.SizeOf(Live().element);
        public long element_size() => ElementSize;
        public bool is_contiguous() => Live().layout.Contiguous;
        public bool is_floating_point() => Dtype.IsFloating(Live().element);
        public bool is_integral() => Dtype.IsIntegral(Live().element);

        /// <summary>True on the simulated device.</summary>
        internal bool OnCuda => SimulatedDevice.Enabled && storage.OnCuda;

        /// <summary>
        /// The elements of a contiguous tensor, for code of this assembly that works on plain memory (the optimisers). The caller keeps
        /// the tensor alive, and calls <see cref="NoteWrite"/> after writing.
        /// </summary>
        internal Span<T> Elements<T>() where T : unmanaged
        {
            Live();
            if (!layout.Contiguous)
                throw new TorchException(
                    $"A tensor of shape {layout} with strides {Shape.Describe(layout.Strides)} is not contiguous.");
            return new Span<T>(pointer, checked((int)layout.Count));
        }

        /// <summary>Tells the autograd graph that the values have changed.</summary>
        internal void NoteWrite() => storage.Version++;

        /// <summary>True for the same shape and the same elements.</summary>
        public bool Equals(Tensor? target)
        {
            if (target is null || !Live().layout.SameSizes(target.Live().layout)) return false;
            using var scope = NewDisposeScope();
            return eq(target).all().ToBoolean();
        }

        public override bool Equals(object? obj) => obj is Tensor other && ReferenceEquals(this, other);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    public static bool is_tensor(object obj) => obj is Tensor;
}
