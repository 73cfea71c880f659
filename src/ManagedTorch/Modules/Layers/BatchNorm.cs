using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>
        /// Batch normalisation (Ioffe and Szegedy 2015): batch statistics while training, running ones in evaluation.
        /// </summary>
        public abstract class BatchNorm : NormBase
        {
            private protected BatchNorm(
                long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device,
                torch.ScalarType? dtype, string name)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
            {
            }

            /// <summary>True where this batch's own statistics are used.</summary>
            internal bool UsesBatch => training || running_mean is null;

            public override torch.Tensor forward(torch.Tensor input) => BatchNorms.Apply(Inputs(input, null));

            /// <summary>
            /// What to compute this layer's result from; with the moments of the input's planes, where they are known. The number of
            /// batches seen goes up.
            /// </summary>
            internal BatchNormInputs Inputs(torch.Tensor input, torch.Tensor? moments)
            {
                ValidateInputDimensions(input);
                var update = training && track_running_stats;
                var factor = momentum ?? 0;
                if (update)
                {
                    num_batches_tracked!.add_(1);
                    factor = momentum ?? 1.0 / num_batches_tracked.ToInt64();
                }

                var useRunning = track_running_stats && (update || !training);
                return new(
                    input, moments, useRunning ? running_mean : null, useRunning ? running_var : null, weight, bias, UsesBatch, factor,
                    eps);
            }

            private protected void RequireRank(torch.Tensor input, params ReadOnlySpan<int> ranks)
            {
                if (ranks.Contains(input.layout.Rank)) return;
                throw new ArgumentException(
                    $"{GetName()} expects a tensor of {string.Join(" or ", ranks.ToArray())} dimensions, not one of shape {input.layout}.");
            }
        }

        public sealed class BatchNorm1d : BatchNorm
        {
            internal BatchNorm1d(
                long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device,
                torch.ScalarType? dtype)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
            {
            }

            protected override void ValidateInputDimensions(torch.Tensor input) => RequireRank(input, 2, 3);
        }

        public sealed class BatchNorm2d : BatchNorm
        {
            internal BatchNorm2d(
                long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device,
                torch.ScalarType? dtype)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
            {
            }

            protected override void ValidateInputDimensions(torch.Tensor input) => RequireRank(input, 4);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(
                long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm2d BatchNorm2d(
                long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
