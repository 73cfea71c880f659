namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor neg() => Dtype.IsFloating(Live().element) ? Unary.Apply<Negate>(this) : IntegerUnary.Negate(this);
        public Tensor neg_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Negate>(this) : copy_(IntegerUnary.Negate(this));
        public Tensor negative() => Dtype.IsFloating(Live().element) ? Unary.Apply<Negate>(this) : IntegerUnary.Negate(this);
        public Tensor abs() => Dtype.IsFloating(Live().element) ? Unary.Apply<Absolute>(this) : IntegerUnary.Absolute(this);
        public Tensor abs_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Absolute>(this) : copy_(IntegerUnary.Absolute(this));
        public Tensor absolute() => Dtype.IsFloating(Live().element) ? Unary.Apply<Absolute>(this) : IntegerUnary.Absolute(this);
        public Tensor absolute_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Absolute>(this) : copy_(IntegerUnary.Absolute(this));
        public Tensor exp() => Unary.Apply<Exponential>(this);
        public Tensor exp_() => Unary.ApplyInPlace<Exponential>(this);
        public Tensor exp2() => Unary.Apply<Exp2>(this);
        public Tensor exp2_() => Unary.ApplyInPlace<Exp2>(this);
        public Tensor expm1() => Unary.Apply<ExponentialMinusOne>(this);
        public Tensor expm1_() => Unary.ApplyInPlace<ExponentialMinusOne>(this);
        public Tensor log() => Unary.Apply<Logarithm>(this);
        public Tensor log_() => Unary.ApplyInPlace<Logarithm>(this);
        public Tensor log2() => Unary.Apply<Log2>(this);
        public Tensor log2_() => Unary.ApplyInPlace<Log2>(this);
        public Tensor log10() => Unary.Apply<Log10>(this);
        public Tensor log10_() => Unary.ApplyInPlace<Log10>(this);
        public Tensor log1p() => Unary.Apply<LogarithmOfOnePlus>(this);
        public Tensor log1p_() => Unary.ApplyInPlace<LogarithmOfOnePlus>(this);
        public Tensor sqrt() => Unary.Apply<SquareRoot>(this);
        public Tensor sqrt_() => Unary.ApplyInPlace<SquareRoot>(this);
        public Tensor rsqrt() => Unary.Apply<ReciprocalSquareRoot>(this);
        public Tensor rsqrt_() => Unary.ApplyInPlace<ReciprocalSquareRoot>(this);
        public Tensor square() => Dtype.IsFloating(Live().element) ? Unary.Apply<Square>(this) : mul(this);
        public Tensor reciprocal() => Unary.Apply<Reciprocal>(this);
        public Tensor reciprocal_() => Unary.ApplyInPlace<Reciprocal>(this);
        public Tensor sin() => Unary.Apply<Sine>(this);
        public Tensor sin_() => Unary.ApplyInPlace<Sine>(this);
        public Tensor cos() => Unary.Apply<Cosine>(this);
        public Tensor cos_() => Unary.ApplyInPlace<Cosine>(this);
        public Tensor tan() => Unary.Apply<Tangent>(this);
        public Tensor tan_() => Unary.ApplyInPlace<Tangent>(this);
        public Tensor asin() => Unary.Apply<ArcSine>(this);
        public Tensor asin_() => Unary.ApplyInPlace<ArcSine>(this);
        public Tensor acos() => Unary.Apply<ArcCosine>(this);
        public Tensor acos_() => Unary.ApplyInPlace<ArcCosine>(this);
        public Tensor atan() => Unary.Apply<ArcTangent>(this);
        public Tensor atan_() => Unary.ApplyInPlace<ArcTangent>(this);
        public Tensor arcsin() => Unary.Apply<ArcSine>(this);
        public Tensor arcsin_() => Unary.ApplyInPlace<ArcSine>(this);
        public Tensor arccos() => Unary.Apply<ArcCosine>(this);
        public Tensor arccos_() => Unary.ApplyInPlace<ArcCosine>(this);
        public Tensor arctan() => Unary.Apply<ArcTangent>(this);
        public Tensor arctan_() => Unary.ApplyInPlace<ArcTangent>(this);
        public Tensor sinh() => Unary.Apply<HyperbolicSine>(this);
        public Tensor sinh_() => Unary.ApplyInPlace<HyperbolicSine>(this);
        public Tensor cosh() => Unary.Apply<HyperbolicCosine>(this);
        public Tensor cosh_() => Unary.ApplyInPlace<HyperbolicCosine>(this);
        public Tensor tanh() => Unary.Apply<HyperbolicTangent>(this);
        public Tensor tanh_() => Unary.ApplyInPlace<HyperbolicTangent>(this);
        public Tensor asinh() => Unary.Apply<AreaSine>(this);
        public Tensor asinh_() => Unary.ApplyInPlace<AreaSine>(this);
        public Tensor acosh() => Unary.Apply<AreaCosine>(this);
        public Tensor acosh_() => Unary.ApplyInPlace<AreaCosine>(this);
        public Tensor atanh() => Unary.Apply<AreaTangent>(this);
        public Tensor atanh_() => Unary.ApplyInPlace<AreaTangent>(this);
        public Tensor arcsinh() => Unary.Apply<AreaSine>(this);
        public Tensor arcsinh_() => Unary.ApplyInPlace<AreaSine>(this);
        public Tensor arccosh() => Unary.Apply<AreaCosine>(this);
        public Tensor arccosh_() => Unary.ApplyInPlace<AreaCosine>(this);
        public Tensor arctanh() => Unary.Apply<AreaTangent>(this);
        public Tensor arctanh_() => Unary.ApplyInPlace<AreaTangent>(this);
        public Tensor sigmoid() => Unary.Apply<Logistic>(this);
        public Tensor sigmoid_() => Unary.ApplyInPlace<Logistic>(this);
        public Tensor relu() =>
            Dtype.IsFloating(Live().element) ? Unary.Apply<Relu>(this) : IntegerActivations.Clamp(this, nameof(relu), 0);
        public Tensor relu_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Relu>(this) : copy_(IntegerActivations.Clamp(this, nameof(relu_), 0));
        public Tensor relu6() =>
            Dtype.IsFloating(Live().element) ? Unary.Apply<Relu6>(this) : IntegerActivations.Clamp(this, nameof(relu6), 0, 6);
        public Tensor relu6_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Relu6>(this) : copy_(IntegerActivations.Clamp(this, nameof(relu6_), 0, 6));
        public Tensor silu() => Unary.Apply<Silu>(this);
        public Tensor silu_() => Unary.ApplyInPlace<Silu>(this);
        public Tensor gelu() => Unary.Apply<Gelu>(this);
        public Tensor gelu_() => Unary.ApplyInPlace<Gelu>(this);
        public Tensor selu() => Unary.Apply<Selu>(this);
        public Tensor selu_() => Unary.ApplyInPlace<Selu>(this);
        public Tensor hardsigmoid() => Unary.Apply<Hardsigmoid>(this);
        public Tensor hardsigmoid_() => Unary.ApplyInPlace<Hardsigmoid>(this);
        public Tensor hardswish() => Unary.Apply<Hardswish>(this);
        public Tensor hardswish_() => Unary.ApplyInPlace<Hardswish>(this);
        public Tensor log_sigmoid() => Unary.Apply<LogSigmoid>(this);
        public Tensor erf() => Unary.Apply<Erf>(this);
        public Tensor erf_() => Unary.ApplyInPlace<Erf>(this);
        public Tensor erfc() => Unary.Apply<Erfc>(this);
        public Tensor erfc_() => Unary.ApplyInPlace<Erfc>(this);
        public Tensor frac() => Unary.Apply<Fraction>(this);
        public Tensor frac_() => Unary.ApplyInPlace<Fraction>(this);
        public Tensor deg2rad() => Unary.Apply<DegreesToRadians>(this);
        public Tensor deg2rad_() => Unary.ApplyInPlace<DegreesToRadians>(this);
        public Tensor rad2deg() => Unary.Apply<RadiansToDegrees>(this);
        public Tensor rad2deg_() => Unary.ApplyInPlace<RadiansToDegrees>(this);
        public Tensor sign() => Dtype.IsFloating(Live().element) ? Unary.Apply<Sign>(this) : IntegerUnary.Sign(this);
        public Tensor sign_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Sign>(this) : copy_(IntegerUnary.Sign(this));
        public Tensor sgn() => Dtype.IsFloating(Live().element) ? Unary.Apply<Sign>(this) : IntegerUnary.Sign(this);
        public Tensor sgn_() =>
            Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Sign>(this) : copy_(IntegerUnary.Sign(this));
        public Tensor floor() => Dtype.IsFloating(Live().element) ? Unary.Apply<Floor>(this) : clone();
        public Tensor floor_() => Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Floor>(this) : this;
        public Tensor ceil() => Dtype.IsFloating(Live().element) ? Unary.Apply<Ceiling>(this) : clone();
        public Tensor ceil_() => Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Ceiling>(this) : this;
        public Tensor trunc() => Dtype.IsFloating(Live().element) ? Unary.Apply<Truncate>(this) : clone();
        public Tensor trunc_() => Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Truncate>(this) : this;
        public Tensor fix() => Dtype.IsFloating(Live().element) ? Unary.Apply<Truncate>(this) : clone();
        public Tensor fix_() => Dtype.IsFloating(Live().element) ? Unary.ApplyInPlace<Truncate>(this) : this;

        public Tensor round(long decimals = 0)
        {
            if (!Dtype.IsFloating(Live().element)) return clone();
            if (decimals == 0) return Unary.Apply<Round>(this);
            var scale = Math.Pow(10, decimals);
            return mul(scale).round().div(scale);
        }

        public Tensor round_(long decimals = 0) =>
            !Dtype.IsFloating(Live().element) ? this : decimals == 0 ? Unary.ApplyInPlace<Round>(this) : copy_(round(decimals));

        public Tensor positive() => alias();
    }
}
