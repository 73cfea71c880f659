namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor leaky_relu(Scalar negative_slope) =>
            ParameterisedUnary.Apply(this, new LeakyRelu(negative_slope.ToDouble()));
        public Tensor leaky_relu_(Scalar negative_slope) =>
            ParameterisedUnary.ApplyInPlace(this, new LeakyRelu(negative_slope.ToDouble()));
        public Tensor elu(double alpha = 1) => ParameterisedUnary.Apply(this, new Elu(alpha, 1, 1));
        public Tensor elu_(double alpha = 1) => ParameterisedUnary.ApplyInPlace(this, new Elu(alpha, 1, 1));
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) =>
            ParameterisedUnary.Apply(this, new Elu(alpha.ToDouble(), scale.ToDouble(), input_scale.ToDouble()));
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) =>
            ParameterisedUnary.ApplyInPlace(this, new Elu(alpha.ToDouble(), scale.ToDouble(), input_scale.ToDouble()));
        public Tensor celu() => celu(1);
        public Tensor celu_() => celu_(1);
        public Tensor celu(Scalar alpha) => ParameterisedUnary.Apply(this, new Celu(alpha.ToDouble()));
        public Tensor celu_(Scalar alpha) => ParameterisedUnary.ApplyInPlace(this, new Celu(alpha.ToDouble()));
        public Tensor softplus(double beta = 1, double threshold = 20) =>
            ParameterisedUnary.Apply(this, new Softplus(beta, threshold));
        public Tensor threshold(Scalar threshold, Scalar value) => Dtype.IsFloating(Live().element)
            ? ParameterisedUnary.Apply(this, new Threshold(threshold.ToDouble(), value.ToDouble()))
            : IntegerActivations.Threshold(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => Dtype.IsFloating(Live().element)
            ? ParameterisedUnary.ApplyInPlace(this, new Threshold(threshold.ToDouble(), value.ToDouble()))
            : copy_(IntegerActivations.Threshold(this, threshold, value));
        public Tensor hardtanh(Scalar min, Scalar max) => Dtype.IsFloating(Live().element)
            ? ParameterisedUnary.Apply(this, new Hardtanh(min.ToDouble(), max.ToDouble()))
            : IntegerActivations.Clamp(this, nameof(hardtanh), min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => Dtype.IsFloating(Live().element)
            ? ParameterisedUnary.ApplyInPlace(this, new Hardtanh(min.ToDouble(), max.ToDouble()))
            : copy_(IntegerActivations.Clamp(this, nameof(hardtanh_), min, max));
        public Tensor logit(double? eps = null) => ParameterisedUnary.Apply(this, new Logit(eps ?? -1));
        public Tensor logit_(double? eps = null) => ParameterisedUnary.ApplyInPlace(this, new Logit(eps ?? -1));

        public Tensor glu(long dim = -1)
        {
            var d = Live().layout.Dimension(dim);
            var length = layout.Length(d);
            if (layout.Rank == 0 || length % 2 != 0)
                throw new TorchException($"glu() halves dimension {d}, whose length must be even: the shape is {layout}.");
            return narrow(d, 0, length / 2).mul(narrow(d, length / 2, length / 2).sigmoid());
        }
    }
}
