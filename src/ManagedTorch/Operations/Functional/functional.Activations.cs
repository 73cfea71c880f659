namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                LinearLayer.Apply(input, weights, bias);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.relu6_() : x.relu6();
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope) : input.leaky_relu(negative_slope);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? x.elu_(alpha) : x.elu(alpha);
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => inplace ? x.celu_(alpha) : x.celu(alpha);
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.selu_() : x.selu();
            public static Tensor gelu(Tensor x) => x.gelu();
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.gelu_() : x.gelu();
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_() : x.silu();
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);
            public static Tensor sigmoid(Tensor x) => x.sigmoid();
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_() : x.sigmoid();
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();
            public static Tensor tanhshrink(Tensor x, bool inplace = false) => inplace ? x.sub_(x.tanh()) : x.sub(x.tanh());
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x);
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);
            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                inplace ? x.hardtanh_(min_val, max_val) : x.hardtanh(min_val, max_val);
            public static Tensor Hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                hardtanh(x, min_val, max_val, inplace);
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                inplace ? input.hardsigmoid_() : input.hardsigmoid();
            public static Tensor hardswish(Tensor input, bool inplace = false) =>
                inplace ? input.hardswish_() : input.hardswish();
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) =>
                ParameterisedUnary.Apply(x, new TorchSharp.Hardshrink(lambda));
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => hardshrink(x, lambda);
            public static Tensor softshrink(Tensor x, double lambda = 0.5) =>
                ParameterisedUnary.Apply(x, new TorchSharp.Softshrink(lambda));
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => softshrink(x, lambda);
            public static Tensor softsign(Tensor x, bool inplace = false) =>
                inplace ? Unary.ApplyInPlace<TorchSharp.Softsign>(x) : Unary.Apply<TorchSharp.Softsign>(x);
            public static Tensor Softsign(Tensor x) => softsign(x);
            public static Tensor mish(Tensor x, bool inplace = false) =>
                inplace ? Unary.ApplyInPlace<TorchSharp.Mish>(x) : Unary.Apply<TorchSharp.Mish>(x);
            public static Tensor Mish(Tensor x) => mish(x);
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                inplace ? x.threshold_(threshold, value) : x.threshold(threshold, value);
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                functional.threshold(x, threshold, value, inplace);
            public static Tensor glu(Tensor input, long dim = -1) => input.glu(dim);
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
            public static Tensor softmax2d(Tensor x) => x.softmax(-3);
            public static Tensor softmin(Tensor x, long dim) => x.neg().softmax(dim);
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12) =>
                input.div(input.norm((int)dim, true, (float)p).clamp_min(eps));

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08)
            {
                // The lengths are those of the vectors as they are broadcast.
                var shape = Shape.Broadcast(x1.Live().layout, x2.Live().layout);
                if (!x1.layout.SameSizes(shape)) x1 = x1.expand(shape.Sizes);
                if (!x2.layout.SameSizes(shape)) x2 = x2.expand(shape.Sizes);
                return Unit(x1, dim, eps).mul(Unit(x2, dim, eps)).sum(dim);
            }

            /// <summary>Divided by its length, or by eps where that is larger; the gradient is that of the length all the same.</summary>
            private static Tensor Unit(Tensor x, long dim, double eps)
            {
                var length = x.norm((int)dim, true);
                return x.div(length.add(length.detach().clamp_min(eps).sub(length.detach())));
            }


            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-06,
                bool keepdim = false) =>
                input1.sub(input2).add(eps).norm(-1, keepdim, (float)p);

            public static unsafe Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.Live().element != ScalarType.Int64)
                    throw new TorchException($"one_hot is only applicable to index tensor of type Int64, not {x.element}.");
                Launch.Of(nameof(one_hot), x);
                var classes = Copying.AsContiguous(x);
                var c = (long*)classes.pointer;
                long largest = -1;
                for (long i = 0; i < x.layout.Count; i++)
                {
                    if (c[i] < 0) throw new TorchException($"Class values must be non-negative, but there is {c[i]}.");
                    largest = Math.Max(largest, c[i]);
                }
                if (num_classes < 0) num_classes = largest + 1;
                else if (largest >= num_classes)
                    throw new TorchException(
                        $"Class values must be smaller than num_classes: {largest} is not below {num_classes}.");
                var result = Factory.Zeros(Shape.Of([.. x.layout.Sizes, num_classes]), ScalarType.Int64, x.device, false);
                for (long i = 0; i < x.layout.Count; i++) ((long*)result.pointer)[i * num_classes + c[i]] = 1;
                Copying.Done(classes, x);
                GC.KeepAlive(x);
                return result;
            }
        }
    }
}
