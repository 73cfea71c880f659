namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            RequireLimit(min, max);
            Live();
            if (!Dtype.IsFloating(element))
            {
                if ((min?.Value.Category ?? 0) < 2 && (max?.Value.Category ?? 0) < 2) return ClampWithTensors(min, max);
                return to(get_default_dtype()).clamp(min, max);
            }
            return HasNan(min, max) ? ParameterisedUnary.Apply(this, new Nowhere()) : ParameterisedUnary.Apply(this, Limits(min, max));
        }

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            RequireLimit(min, max);
            if (!Dtype.IsFloating(Live().element))
                return (min?.Value.Category ?? 0) < 2 && (max?.Value.Category ?? 0) < 2
                    ? copy_(ClampWithTensors(min, max))
                    : throw new TorchException($"result type {get_default_dtype()} can't be cast to the desired output type {element}");
            return HasNan(min, max)
                ? ParameterisedUnary.ApplyInPlace(this, new Nowhere())
                : ParameterisedUnary.ApplyInPlace(this, Limits(min, max));
        }

        public Tensor clamp(Tensor? min = null, Tensor? max = null)
        {
            RequireLimit(min, max);
            Live();
            return Clamping.Apply(this, min?.Live(), max?.Live());
        }

        public Tensor clamp_(Tensor? min = null, Tensor? max = null)
        {
            RequireLimit(min, max);
            InPlace.Check(this);
            // The gradient asks for the values before.
            return copy_(Clamping.Apply(Tracked || min is { Tracked: true } || max is { Tracked: true } ? clone() : this, min, max));
        }

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_min(Scalar min) => clamp(min, null);
        public Tensor clamp_max(Scalar max) => clamp(null, max);
        public Tensor clamp_min_(Scalar min) => clamp_(min, null);
        public Tensor clamp_max_(Scalar max) => clamp_(null, max);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null)
        {
            if (!Dtype.IsFloating(Live().element)) return clone();
            var (low, high) = element == ScalarType.Float32
                ? (float.MinValue, (double)float.MaxValue)
                : (double.MinValue, double.MaxValue);
            return masked_fill(isnan(), nan).masked_fill(isposinf(), posinf ?? high).masked_fill(isneginf(), neginf ?? low);
        }

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            copy_(nan_to_num(nan, posinf, neginf));

        private static Clip Limits(Scalar? min, Scalar? max) =>
            new(min?.ToDouble() ?? double.NegativeInfinity, max?.ToDouble() ?? double.PositiveInfinity);

        private static bool HasNan(Scalar? min, Scalar? max) =>
            double.IsNaN(min?.ToDouble() ?? 0) || double.IsNaN(max?.ToDouble() ?? 0);

        private static void RequireLimit(object? min, object? max)
        {
            if (min is null && max is null)
                throw new TorchException("torch.clamp: At least one of 'min' or 'max' must not be None");
        }

        private Tensor ClampWithTensors(Scalar? min, Scalar? max) =>
            clamp(min is null ? null : (Tensor)min, max is null ? null : (Tensor)max);
    }
}
