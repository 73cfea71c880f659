namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                OnlyValues(max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode));

            public static (Tensor Values, Tensor Indices) max_pool1d_with_indices(Tensor input, long kernel_size,
                long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                MaxPools.Apply(
                    nameof(max_pool1d), 1, input, SidePair.Line(kernel_size, 1, 1), SidePair.Line(stride ?? kernel_size, 1, 1),
                    SidePair.Line(padding, 0, 0), SidePair.Line(dilation, 1, 1), ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                OnlyValues(MaxPools.Apply(
                    nameof(max_pool2d), 2, input, SidePair.Of(kernel_size), SidePair.Of(stride ?? kernel_size),
                    SidePair.Of(padding ?? (0, 0)),
                    SidePair.Of(dilation ?? (1, 1)), ceil_mode));

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                OnlyValues(MaxPools.Apply(
                    nameof(max_pool2d), 2, input, SidePair.Of(kernel_size), SidePair.Of(stride ?? kernel_size),
                    SidePair.Of(padding ?? 0),
                    SidePair.Of(dilation ?? 1), ceil_mode));

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false) =>
                OnlyValues(max_pool2d_with_indices(input, kernel_size, strides, padding, dilation, ceil_mode));

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size,
                long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
            {
                var kernel = SidePair.Of(kernel_size, new(0, 0), nameof(max_pool2d), "kernel size");
                return MaxPools.Apply(
                    nameof(max_pool2d), 2, input, kernel, SidePair.Of(strides, kernel, nameof(max_pool2d), "stride"),
                    SidePair.Of(padding, new(0, 0), nameof(max_pool2d), "padding"),
                    SidePair.Of(dilation, new(1, 1), nameof(max_pool2d), "dilation"), ceil_mode);
            }

            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                bool ceil_mode = false, bool count_include_pad = true) =>
                MeanPools.Windows(
                    nameof(avg_pool1d), 1, input, SidePair.Line(kernel_size, 1, 1), SidePair.Line(stride ?? kernel_size, 1, 1),
                    SidePair.Line(padding, 0, 0),
                    ceil_mode, count_include_pad, null);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                MeanPools.Windows(
                    nameof(avg_pool2d), 2, input, SidePair.Of(kernel_size), SidePair.Of(stride ?? kernel_size),
                    SidePair.Of(padding ?? (0, 0)),
                    ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                MeanPools.Windows(
                    nameof(avg_pool2d), 2, input, SidePair.Of(kernel_size), SidePair.Of(stride ?? kernel_size),
                    SidePair.Of(padding),
                    ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            {
                var kernel = SidePair.Of(kernel_size, new(0, 0), nameof(avg_pool2d), "kernel size");
                return MeanPools.Windows(
                    nameof(avg_pool2d), 2, input, kernel, SidePair.Of(stride, kernel, nameof(avg_pool2d), "stride"),
                    SidePair.Of(padding, new(0, 0), nameof(avg_pool2d), "padding"), ceil_mode, count_include_pad,
                    divisor_override);
            }

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) =>
                MeanPools.Adaptive(nameof(adaptive_avg_pool1d), 1, input, new(1, (int)output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                MeanPools.Adaptive(nameof(adaptive_avg_pool2d), 2, input, SidePair.Of(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                MeanPools.Adaptive(nameof(adaptive_avg_pool2d), 2, input, SidePair.Of(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                MeanPools.Adaptive(nameof(adaptive_avg_pool2d), 2, input,
                    SidePair.Of(output_size, new(0, 0), nameof(adaptive_avg_pool2d), "output size"));

            private static Tensor OnlyValues((Tensor Values, Tensor Places) pair)
            {
                pair.Places.Dispose();
                return pair.Values;
            }
        }
    }
}
