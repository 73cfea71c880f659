using System.Numerics;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>
            /// Scales gradients down together, so that their norm as one vector is at most <paramref name="max_norm"/>.
            /// </summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                var gradients = Gradients(tensors);
                var norm = Norm(gradients, norm_type);
                // PyTorch's own guard against a division by zero.
                var factor = max_norm / (norm + 1e-6);
                if (factor >= 1) return norm;
                using var _ = no_grad();
                foreach (var gradient in gradients) gradient.mul_(factor);
                return norm;
            }

            /// <summary>Cuts each element of each gradient to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                foreach (var gradient in Gradients(tensors)) gradient.clamp_(-clip_value, clip_value);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var parameters = tensors.ToList();
                var needed = parameters.Sum(parameter => parameter.layout.Count);
                if (vec.layout.Count != needed)
                    throw new ArgumentException(
                        $"The parameters have {needed} elements together, the vector has {vec.layout.Count}.");
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                long start = 0;
                foreach (var parameter in parameters)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.layout.Count).reshape(parameter.shape));
                    start += parameter.layout.Count;
                }
            }

            private static List<Tensor> Gradients(IEnumerable<Parameter> parameters)
            {
                var gradients = new List<Tensor>();
                foreach (var parameter in parameters)
                {
                    if (parameter.gradient is { } gradient) gradients.Add(gradient);
                }

                return gradients;
            }

            private static double Norm(List<Tensor> gradients, double type)
            {
                if (gradients.Count == 0) return 0;
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                // Math.Max and Math.Min keep nan, the enumerable's do not.
                if (double.IsInfinity(type))
                    return gradients.Select(gradient => (double)gradient.norm((float)type)).Aggregate(type > 0 ? Math.Max : Math.Min);
                if (type == 0) return gradients.Count(gradient => gradient.count_nonzero().ToInt64() > 0);
                if (type != 2) return Math.Pow(gradients.Sum(gradient => gradient.abs().pow(type).sum().ToDouble()), 1 / type);
                if (gradients[0].OnCuda) SimulatedDevice.ReadBack();
                return Math.Sqrt(gradients.Sum(SquareSum));
            }

            /// <summary>Summed in double: a norm over many small elements loses nothing.</summary>
            private static unsafe double SquareSum(Tensor gradient)
            {
                if (gradient.element != ScalarType.Float32 || !gradient.layout.Contiguous)
                    return gradient.to(ScalarType.Float64).square().sum().ToDouble();
                Launch.Of("norm", gradient);
                var values = (float*)gradient.pointer;
                var count = gradient.layout.Count;
                Vector<double> low = default, high = default;
                long i = 0;
                for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Vector.Widen(Vector.Load(values + i), out var first, out var second);
                    low += first * first;
                    high += second * second;
                }

                var sum = Vector.Sum(low + high);
                for (; i < count; i++) sum += (double)values[i] * values[i];
                GC.KeepAlive(gradient);
                return sum;
            }
        }
    }
}
