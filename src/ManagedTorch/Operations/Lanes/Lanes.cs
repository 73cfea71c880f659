using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// What this engine does for several runs that train as one program, beyond TorchSharp's API. RlLab.Engines finds these methods by their names.
/// </summary>
/// <remarks>Rows of several runs stand one after the other; <c>ends</c> has the row after the last one of each.</remarks>
internal static class Lanes
{
    public static Tensor Linear(Tensor rows, ReadOnlySpan<Linear> layers, ReadOnlySpan<long> ends, bool relu) =>
        JointLinear.Apply(rows, layers, ends, relu);

    public static Tensor Mean(Tensor rows, ReadOnlySpan<long> ends) => SegmentMeans.Apply(rows, ends);

    public static Tensor SquaredError(Tensor input, Tensor target, ReadOnlySpan<long> ends) =>
        PointwiseLoss.ApplySegments(input, target, new SquaredError(), ends);

    public static Tensor SmoothError(Tensor input, Tensor target, ReadOnlySpan<long> ends) =>
        PointwiseLoss.ApplySegments(input, target, new SmoothError(1), ends);

    /// <summary>Whether somebody watches a layer's calls, which are then not to be passed over.</summary>
    public static bool Watched(nn.Module<Tensor, Tensor> layer) => layer.Watched;

    /// <summary>The sum of a gradient's squares, to the bits of <c>square().sum()</c>; null where there is no gradient.</summary>
    public static float? SquaredNorm(Parameter parameter) => GradientNorms.SquaredSum(parameter);

    public static object NewState() => new LaneState();

    public static void Switch(object? from, object? to) => LaneState.Switch((LaneState?)from, (LaneState?)to);
}
