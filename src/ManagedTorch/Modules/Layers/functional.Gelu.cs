namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>GELU (Hendrycks and Gimpel 2016), exact or by its formula with tanh.</summary>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false)
            {
                if (approximate == Modules.GELU.Approximate.none) return gelu(x, inplace);
                using var scope = NewDisposeScope();
                var inner = Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x.pow(3));
                var result = 0.5 * x * (1 + inner.tanh());
                return (inplace ? x.copy_(result).alias() : result).MoveToOuterDisposeScope();
            }
        }
    }
}
