namespace RlLab;

/// <summary>The wish to keep what a run has learned as a file for other programs: the command <c>export</c>.</summary>
/// <param name="Format">What to write.</param>
/// <param name="File">Receives it; whoever wishes for it disposes of it.</param>
/// <param name="Origin">What the file says about where it comes from, by key: its experiment, its run.</param>
public sealed record PolicyExport(ExportFormat Format, Stream File, IReadOnlyDictionary<string, string> Origin);

/// <summary>A kind of file that holds a policy.</summary>
public enum ExportFormat
{
    /// <summary>The network's weights by their names, for PyTorch and for <c>--from</c>.</summary>
    Safetensors,

    /// <summary>The whole policy, from an observation to what an action is chosen by, for whatever runs ONNX.</summary>
    Onnx,
}
