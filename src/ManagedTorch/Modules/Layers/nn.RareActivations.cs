namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Modules.CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);

        public static Modules.SELU SELU(bool inplace = false) => new(inplace);

        public static Modules.Mish Mish() => new(false);

        public static Modules.Mish Mish(bool inplace) => new(inplace);

        public static Modules.GLU GLU(long dim = -1) => new(dim);

        public static Modules.Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) =>
            new(min_val, max_val, inplace);

        public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

        public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);

        public static Modules.Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);

        public static Modules.Softshrink Softshrink(double lambda = 0.5) => new(lambda);

        public static Modules.Softsign Softsign() => new(false);

        public static Modules.Softsign Softsign(bool inplace) => new(inplace);

        public static Modules.Softmin Softmin(long dim) => new(dim);

        public static Modules.Softmax2d Softmax2d() => new();

        public static Modules.Tanhshrink Tanhshrink() => new(false);

        public static Modules.Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);

        public static Modules.Threshold Threshold(double threshold, double value, bool inplace = false) =>
            new(threshold, value, inplace);
    }
}
