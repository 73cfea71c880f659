namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor clone()
        {
            Launch.Of(nameof(clone), Live());
            var copy = Copying.Contiguous(this).Register();
            if (Tracked) copy.MadeBy(new IdentityNode(this));
            return copy;
        }

        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            InPlace.Check(this);
            InPlace.CheckOverlap(this, source.Live());
            if (!source.layout.BroadcastsTo(layout))
                throw new TorchException($"A tensor of shape {source.layout} cannot be copied into one of shape {layout}.");
            if (source.OnCuda != OnCuda) source = Transfers.To(source, source.element, OnCuda);
            else Launch.Of(nameof(copy_), this);
            var from = Dtype.IsFloating(element) && source.Tracked && source.element != element
                ? Conversion.To(source, element)
                : source;
            Node? node = Tracked || (Dtype.IsFloating(element) && from.Tracked) ? new CopyNode(this, from) : null;
            if (source.storage == storage && !source.IsSameAs(this))
            {
                var apart = Copying.Contiguous(from);
                Copying.Copy(apart, this);
                apart.Free();
            }
            else
            {
                Copying.Copy(from, this);
            }
            return InPlace.Done(this, node);
        }

        public Tensor fill_(Scalar value)
        {
            InPlace.Check(this);
            Launch.Of(nameof(fill_), this);
            var node = Tracked ? new FillNode(this) : null;
            Copying.Fill(this, value);
            return InPlace.Done(this, node);
        }

        public Tensor zero_()
        {
            InPlace.Check(this);
            Launch.Of(nameof(zero_), this);
            var node = Tracked ? new FillNode(this) : null;
            Copying.Fill(this, 0L);
            return InPlace.Done(this, node);
        }

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        /// <summary>Always a new handle: an alias where the type stays and no copy is asked for.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Live();
            if (type != element) Launch.Of(nameof(to), this);
            var result = type != element ? Conversion.To(this, type) : copy ? clone() : alias();
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(Live().element, device, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var onCuda = Devices.IsCuda(device);
            if (onCuda == Live().OnCuda) return to(type, copy, disposeAfter, non_blocking);
            var result = Transfers.To(this, type, onCuda);
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.Live().element, other.device);
        public Tensor cpu() => OnCuda ? to(CPU) : alias();
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA);
        public Tensor mps(bool non_blocking = false) => throw Unsupported.Device("mps");
        public Tensor pin_memory() => Live().OnCuda
            ? throw new TorchException($"cannot pin a tensor on {device}: only memory of the CPU can be pinned")
            : alias();

        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type_as(Tensor tensor) => to(tensor.Live().element);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
    }

    /// <summary>The gradient of a tensor that was overwritten by another: the old values count for nothing, so theirs is zero.</summary>
    private sealed class CopyNode : Node
    {
        private readonly Shape source;

        public override int Launches => Needs(0) ? 1 : 0;

        public CopyNode(Tensor target, Tensor from)
        {
            Connect(target, from);
            source = from.layout;
        }

        public override void Backward(Tensor g)
        {
            if (Needs(0)) Give(0, FillNode.ZerosLike(g));
            if (!Needs(1)) return;
            if (source.SameSizes(g.layout)) Pass(1, g);
            else Give(1, Sums.SumTo(g, source));
        }
    }

    /// <summary>The gradient of a tensor that was filled with a number, or with random ones: zero, as none would say that it was not used.</summary>
    internal sealed class FillNode : Node
    {
        public FillNode(Tensor target) => Connect(target);

        public override void Backward(Tensor g) => Give(0, ZerosLike(g));

        public static Tensor ZerosLike(Tensor g)
        {
            var zeros = Tensor.Fresh(g.layout.AsContiguous(), g.element);
            Copying.Fill(zeros, 0L);
            return zeros;
        }
    }
}
