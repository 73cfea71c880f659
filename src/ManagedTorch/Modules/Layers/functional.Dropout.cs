namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Zeroes each element with probability p and scales the rest by 1/(1 - p); does nothing outside of training.
            /// </summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (p is not (>= 0 and <= 1))
                    throw new ArgumentException($"A probability of dropout lies between 0 and 1, not at {p}.");
                if (!training || p == 0) return input.alias();
                using var scope = NewDisposeScope();
                var kept = empty(input.shape, dtype: input.dtype, device: input.device).bernoulli_(1 - p);
                // With p = 1 nothing is kept, and 0 / 0 must not make it NaN.
                if (p < 1) kept.div_(1 - p);
                return (inplace ? input.mul_(kept).alias() : input * kept).MoveToOuterDisposeScope();
            }
        }
    }
}
