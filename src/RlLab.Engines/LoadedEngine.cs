using System.Reflection;

namespace RlLab.Engines;

/// <summary>What executes torch in this process.</summary>
/// <param name="Engine">Which one.</param>
/// <param name="Assembly">Its assembly.</param>
public sealed record LoadedEngine(TorchEngine Engine, Assembly Assembly)
{
    /// <summary>The version of TorchSharp that it is, or whose operations it has: <c>0.107.0</c>.</summary>
    public string Version => Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <summary>Engine and version, as runs record it: <c>managed 0.107.0</c>.</summary>
    public override string ToString() => $"{TorchEngines.Name(Engine)} {Version}";
}
