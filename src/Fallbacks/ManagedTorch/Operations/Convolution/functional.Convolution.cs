namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null,
                long? padding = null, long? dilation = null, long groups = 1) =>
                Convolutions.Apply(nameof(conv1d), 1, input, weight, bias, SidePair.Line(stride, 1, 1),
                    SidePair.Line(padding, 0, 0), SidePair.Line(dilation, 1, 1), groups);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Convolutions.Apply(
                    nameof(conv2d), 2, input, weight, bias, SidePair.Of(strides, new(1, 1), nameof(conv2d), "stride"),
                    SidePair.Of(padding, new(0, 0), nameof(conv2d), "padding"),
                    SidePair.Of(dilation, new(1, 1), nameof(conv2d), "dilation"), groups);
        }
    }
}
