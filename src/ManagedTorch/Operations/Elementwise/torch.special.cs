namespace TorchSharp;

public static partial class torch
{
    public static class special
    {
        public static Tensor digamma(Tensor input) => input.digamma();

        /// <summary>-x log x, with 0 at 0: a term of an entropy.</summary>
        public static Tensor entr(Tensor input) => Unary.Apply<Entropy>(input);

        public static Tensor erf(Tensor input) => input.erf();
        public static Tensor erfc(Tensor input) => input.erfc();
        public static Tensor erfinv(Tensor input) => input.erfinv();
        public static Tensor exp2(Tensor input) => input.exp2();
        public static Tensor expit(Tensor input) => input.sigmoid();
        public static Tensor expm1(Tensor input) => input.expm1();
        public static Tensor gammaln(Tensor input) => input.lgamma();
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);
        public static Tensor logit(Tensor input) => input.logit();

        /// <summary>The area under the standard normal density, up to each element.</summary>
        public static Tensor ndtr(Tensor input) => input.mul(-Math.Sqrt(0.5)).erfc().mul(0.5);

        public static Tensor psi(Tensor input) => input.digamma();
        public static Tensor sigmoid(Tensor input) => input.sigmoid();
        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
        public static Tensor sinc(Tensor input) => input.sinc();
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
        public static Tensor xlog1py(Tensor input, Tensor other) => Binary.Apply<XLog1PY>(input, other);
    }
}
