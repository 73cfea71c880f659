using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The only element, which must be of exactly the type asked for.</summary>
        public T item<T>() where T : unmanaged
        {
            Live();
            if (layout.Count != 1)
                throw new ArgumentException($"item() needs a tensor of one element, but the shape is {layout}.");
            if (Dtype.Of<T>() != element)
                throw new ArgumentException($"item<{typeof(T).Name}>() was asked of a tensor of {element}.");
            if (OnCuda) SimulatedDevice.Transferred(this, toDevice: false);
            var value = *(T*)pointer;
            GC.KeepAlive(this);
            return value;
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged
        {
            RequireReadable();
            if (i < 0 || i >= NumberOfElements)
                throw new IndexOutOfRangeException($"Element {i} was asked of a tensor of shape {layout}.");
            if (sizeof(T) != ElementSize)
                throw new ArgumentException($"{typeof(T).Name} is not the type of a tensor of {element}.");
            var value = ((T*)pointer)[OffsetOf(i)];
            GC.KeepAlive(this);
            return value;
        }

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public Scalar ToScalar() => new(Only("ToScalar"));

        /// <summary>The row-major bytes; writing needs as many as there are.</summary>
        public Span<byte> bytes
        {
            get
            {
                Live();
                RequireReadable();
                if (!layout.Contiguous)
                    throw new NotImplementedException("bytes needs a contiguous tensor; call contiguous() first.");
                return new Span<byte>(pointer, checked((int)(layout.Count * ElementSize)));
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                    throw new ArgumentException($"{value.Length} bytes were given for a tensor of {target.Length}.",
                        nameof(value));
                value.CopyTo(target);
                NoteWrite();
            }
        }

        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            Live();
            RequireReadable();
            if (Dtype.Of<T>() != element)
                throw new ArgumentException($"data<{typeof(T).Name}>() was asked of a tensor of {element}.");
            return new Utils.TensorAccessor<T>(this);
        }

        public object tolist()
        {
            if (Live().OnCuda) return cpu().tolist();
            if (layout.Rank == 0) return ScalarAt(0);
            return Enumerable.Range(0, (int)layout.Sizes[0]).Select(i => select(0, i).tolist()).ToList();
        }

        public bool is_nonzero() => !Only("is_nonzero").IsZero;

        /// <summary>Where the i-th element in row-major order lies, in elements from the first.</summary>
        internal long OffsetOf(long i)
        {
            if (layout.Contiguous) return i;
            long offset = 0;
            for (var d = layout.Rank - 1; d >= 0; d--)
            {
                offset += i % layout.Sizes[d] * layout.Strides[d];
                i /= layout.Sizes[d];
            }
            return offset;
        }

        /// <summary>The only element as a number of any type.</summary>
        internal Number Only(string caller)
        {
            Live();
            if (layout.Count != 1)
                throw new ArgumentException($"{caller} needs a tensor of one element, but the shape is {layout}.");
            if (OnCuda) SimulatedDevice.Transferred(this, toDevice: false);
            var value = NumberAt(0);
            GC.KeepAlive(this);
            return value;
        }

        private void RequireReadable()
        {
            if (OnCuda)
                throw new InvalidOperationException(
                    $"Reading data from non-CPU memory is not supported: the tensor of shape {layout} is on {device}. Read .cpu() of it.");
        }

        /// <summary>The element at an offset as a number.</summary>
        internal Number NumberAt(long offset) => element switch
        {
            ScalarType.Float32 => new Number(((float*)pointer)[offset], element),
            ScalarType.Float64 => ((double*)pointer)[offset],
            ScalarType.Int64 => ((long*)pointer)[offset],
            ScalarType.Int32 => new Number(((int*)pointer)[offset], element),
            ScalarType.Int16 => new Number(((short*)pointer)[offset], element),
            ScalarType.Int8 => new Number(((sbyte*)pointer)[offset], element),
            _ => new Number(pointer[offset], element),
        };

        private object ScalarAt(long offset) => element switch
        {
            ScalarType.Float32 => ((float*)pointer)[offset],
            ScalarType.Float64 => ((double*)pointer)[offset],
            ScalarType.Int64 => ((long*)pointer)[offset],
            ScalarType.Int32 => ((int*)pointer)[offset],
            ScalarType.Int16 => ((short*)pointer)[offset],
            ScalarType.Int8 => ((sbyte*)pointer)[offset],
            ScalarType.Bool => pointer[offset] != 0,
            _ => pointer[offset],
        };

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}
