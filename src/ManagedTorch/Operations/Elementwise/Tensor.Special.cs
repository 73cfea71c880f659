namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor lgamma() => Unary.Apply<LogGamma>(this);
        public Tensor lgamma_() => Unary.ApplyInPlace<LogGamma>(this);
        public Tensor digamma() => Unary.Apply<Digamma>(this);
        public Tensor digamma_() => Unary.ApplyInPlace<Digamma>(this);
        public Tensor erfinv() => Unary.Apply<InverseErf>(this);
        public Tensor erfinv_() => Unary.ApplyInPlace<InverseErf>(this);
        public Tensor sinc() => Unary.Apply<CardinalSine>(this);
        public Tensor sinc_() => Unary.ApplyInPlace<CardinalSine>(this);
        public Tensor signbit() => torch.ones_like(this, ScalarType.Float64).copysign(this).lt(0);
        public Tensor isreal() => ones_like(ScalarType.Bool);

        public Tensor xlogy(Tensor y) => Binary.Apply<XLogY>(this, y);
        public Tensor xlogy(Scalar y) => Binary.Apply<XLogY>(this, (Number)y);
        public Tensor xlogy_(Tensor y) => Binary.ApplyInPlace<XLogY>(this, y);
        public Tensor xlogy_(Scalar y) => Binary.ApplyInPlace<XLogY>(this, (Number)y);
        public Tensor logaddexp(Tensor other) => Binary.Apply<LogAddExp>(this, other);
        public Tensor logaddexp2(Tensor other) => mul(Math.Log(2)).logaddexp(other.mul(Math.Log(2))).div(Math.Log(2));
        public Tensor hypot(Tensor other) => Binary.Apply<Hypotenuse>(this, other);
        public Tensor copysign(Tensor other) => Binary.Apply<CopySign>(this, other);
        public Tensor copysign_(Tensor other) => Binary.ApplyInPlace<CopySign>(this, other);
        public Tensor fmax(Tensor other) => Binary.Apply<LargerNumber>(this, other);
        public Tensor fmin(Tensor other) => Binary.Apply<SmallerNumber>(this, other);
        public Tensor heaviside(Tensor other) => Binary.Apply<Heaviside>(this, other);
        public Tensor heaviside_(Tensor other) => Binary.ApplyInPlace<Heaviside>(this, other);
        public Tensor float_power(Tensor target) => to(ScalarType.Float64).pow(target.to(ScalarType.Float64));
        public Tensor float_power_(Tensor target) => Live().element == ScalarType.Float64
            ? pow_(target.to(ScalarType.Float64))
            : throw new TorchException($"the base given to float_power_ has dtype {element} but the result is a Float64");
        public Tensor ldexp(Tensor other) => mul(other.exp2());
        public Tensor ldexp_(Tensor other) => mul_(other.exp2());
        public Tensor less_equal_(Tensor target) => le_(target);
        public Tensor not_equal_(Tensor target) => ne_(target);
        public Tensor bitwise_left_shift(Tensor other) =>
            mul(torch.pow(torch.full(other.Live().layout.Sizes, 2, other.element, other.device), other));
        public Tensor bitwise_right_shift(Tensor other) =>
            floor_divide(torch.pow(torch.full(other.Live().layout.Sizes, 2, other.element, other.device), other));

        public Tensor prelu(Tensor target)
        {
            var channels = target.Live().layout.Count > 1 && ndim > 1;
            var slopes = channels ? target.reshape([1, -1, .. Enumerable.Repeat(1L, (int)ndim - 2)]) : target;
            return torch.where(ge(0), this, mul(slopes));
        }
    }

    public static Tensor multiply_(Tensor left, Tensor right) => left.mul_(right);
    public static Tensor multiply_(Tensor left, Scalar right) => left.mul_(right);
    public static Tensor negative_(Tensor input) => input.neg_();

    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor prelu(Tensor input, Tensor weight) => input.prelu(weight);
        }
    }
}
