namespace RlLab;

/// <summary>The weights that a run's network starts from instead of random ones: the option <c>--from</c>.</summary>
/// <param name="File">The full path of a safetensors file, or of one that PyTorch saved.</param>
/// <param name="Sha256">The file's SHA-256, as 64 hexadecimal digits.</param>
public sealed record StartingWeights(string File, string Sha256);
