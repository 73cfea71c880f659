namespace RlLab.Formats;

/// <summary>A module of one's own that says which of ONNX's operators it is made of, so that a network with it can be exported.</summary>
public interface IOnnxModule
{
    /// <summary>Adds what the module does, in evaluation, to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The name of what comes in.</param>
    /// <returns>The name of what goes out.</returns>
    string Export(OnnxGraph graph, string input);
}
