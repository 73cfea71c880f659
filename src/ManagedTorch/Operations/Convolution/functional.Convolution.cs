namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null,
                long? padding = null, long? dilation = null, long groups = 1) =>
                Convolutions.Apply(ConvolutionGeometry.Line(stride, padding, dilation, groups), input, weight, bias);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Convolutions.Apply(ConvolutionGeometry.Plane(strides, padding, dilation, groups), input, weight, bias);
        }
    }
}
