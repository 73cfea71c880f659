namespace TorchSharp;

/// <summary>
/// How a convolution of one or two dimensions goes over its input (one is the width of an image of height 1), under the name that
/// the caller knows it by.
/// </summary>
internal readonly record struct ConvolutionGeometry(
    string Name, int Dimensions, SidePair Stride, SidePair Padding, SidePair Dilation, long Groups)
{
    public static ConvolutionGeometry Line(long? stride, long? padding, long? dilation, long groups) =>
        new("conv1d", 1, SidePair.Line(stride, 1, 1), SidePair.Line(padding, 0, 0), SidePair.Line(dilation, 1, 1), groups);

    public static ConvolutionGeometry Plane(long[]? strides, long[]? padding, long[]? dilation, long groups) =>
        new("conv2d", 2, SidePair.Of(strides, new(1, 1), "conv2d", "stride"), SidePair.Of(padding, new(0, 0), "conv2d", "padding"),
            SidePair.Of(dilation, new(1, 1), "conv2d", "dilation"), groups);
}
