namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        double from = start.Value.ToDouble(), by = step.Value.ToDouble();
        var floating = start.Value.Category == 2 || stop.Value.Category == 2 || step.Value.Category == 2;
        if (!double.IsFinite(from) || !double.IsFinite(stop.Value.ToDouble()) || !double.IsFinite(by))
            throw new TorchException($"arange() needs finite numbers: from {from} to {stop.Value.ToDouble()} in steps of {by}.");
        if (by == 0 || (stop.Value.ToDouble() - from) / by < 0)
            throw new TorchException($"arange() cannot reach {stop.Value.ToDouble()} from {from} in steps of {by}.");
        var count = new Number(Math.Ceiling((stop.Value.ToDouble() - from) / by)).ToInt64();
        return Ramp(count, i => from + i * by, dtype ?? (floating ? get_default_dtype() : ScalarType.Int64), device,
            requires_grad);
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        if (steps < 0) throw new TorchException($"linspace() needs a number of steps that is not negative, not {steps}.");
        var step = steps > 1 ? (end - start) / (steps - 1) : 0;
        // From the nearer end, so that both ends are met.
        return Ramp(steps, i => i < steps / 2 || steps == 1 ? start + i * step : end - (steps - 1 - i) * step, dtype, device,
            requires_grad);
    }

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false)
    {
        var step = steps > 1 ? (end - start) / (steps - 1) : 0;
        return Ramp(steps, i => Math.Pow(@base, start + i * step), dtype, device, requires_grad);
    }

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null)
    {
        var tensor = Factory.Zeros(Shape.Of(rows, columns < 0 ? rows : columns), dtype, device, false);
        var diagonal = Geometry.Diagonal(tensor.layout, 0, 0, 1);
        var ones = StridedView.Part(tensor, diagonal.Shape, diagonal.Offset);
        Copying.Fill(ones, 1);
        ones.Free();
        if (requires_grad) tensor.requires_grad = true;
        return tensor;
    }

    private static unsafe Tensor Ramp(long count, Func<long, double> value, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        var type = dtype ?? get_default_dtype();
        Devices.Use(device);
        var wide = Tensor.Fresh(Shape.Of(count), ScalarType.Float64);
        for (long i = 0; i < count; i++) ((double*)wide.pointer)[i] = value(i);
        var tensor = Factory.Empty(wide.layout, type, device, false);
        Launch.Of("arange", tensor);
        Copying.Copy(wide, tensor);
        wide.Free();
        if (requiresGrad) tensor.requires_grad = true;
        return tensor;
    }
}
