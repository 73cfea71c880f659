using System.Text.Json;
using RlLab.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Golden;

/// <summary>One case of a golden file: what PyTorch computed from what, and the gradients it found.</summary>
public sealed class GoldenCase
{
    private readonly JsonElement json;
    private readonly Dictionary<string, Tensor> inputs = [];

    private GoldenCase(JsonElement json)
    {
        this.json = json;
        Name = json.GetProperty("name").GetString()!;
        foreach (var input in json.GetProperty("inputs").EnumerateArray().Select(GoldenTensor.Read))
        {
            var tensor = input.ToTensor();
            inputs.Add(input.Name!, input.Dtype == ScalarType.Float32 && HasGradients ? tensor.requires_grad_() : tensor);
        }
    }

    public string Name { get; }

    public bool HasGradients => json.TryGetProperty("grads", out _);

    public IReadOnlyList<GoldenTensor> Outputs => [.. json.GetProperty("outputs").EnumerateArray().Select(GoldenTensor.Read)];

    public Tensor Cotangent => GoldenTensor.Read(json.GetProperty("cotangent")).ToTensor();

    public IEnumerable<(string Input, GoldenTensor Gradient)> Gradients =>
        json.GetProperty("grads").EnumerateObject().Select(gradient => (gradient.Name, GoldenTensor.Read(gradient.Value)));

    /// <summary>
    /// The input of that name; set, where the leaf that takes the gradient is another tensor (a module's own weight).
    /// </summary>
    public Tensor this[string input]
    {
        get => inputs[input];
        set => inputs[input] = value;
    }

    /// <summary>The cases of tests/Golden/torch-FAMILY.json in their order.</summary>
    public static int Count(string family) => Cases(family).Length;

    public static GoldenCase Read(string family, int index) => new(Cases(family)[index]);

    public static string NameOf(string family, int index) => Cases(family)[index].GetProperty("name").GetString()!;

    public bool Has(string argument) => Args.TryGetProperty(argument, out var value) && value.ValueKind != JsonValueKind.Null;

    public bool IsList(string argument) => Args.GetProperty(argument).ValueKind == JsonValueKind.Array;

    public long Long(string argument) => Args.GetProperty(argument).GetInt64();

    public double Double(string argument) => Args.GetProperty(argument).GetDouble();

    public bool Bool(string argument) => Args.GetProperty(argument).GetBoolean();

    public string Text(string argument) => Args.GetProperty(argument).GetString()!;

    public long[] Longs(string argument) => [.. Args.GetProperty(argument).EnumerateArray().Select(value => value.GetInt64())];

    public double[] Doubles(string argument) =>
        [.. Args.GetProperty(argument).EnumerateArray().Select(value => value.GetDouble())];

    public float[] Floats(string argument) => [.. Args.GetProperty(argument).EnumerateArray().Select(value => value.GetSingle())];

    private JsonElement Args => json.GetProperty("args");

    private static readonly Dictionary<string, JsonElement[]> Files = [];

    private static JsonElement[] Cases(string family)
    {
        lock (Files)
        {
            if (!Files.TryGetValue(family, out var cases))
            {
                using var file = File.OpenRead(RepositoryFiles.PathOf("tests", "Golden", $"torch-{family}.json"));
                cases = [.. JsonDocument.Parse(file).RootElement.GetProperty("cases").EnumerateArray()];
                Files.Add(family, cases);
            }

            return cases;
        }
    }
}
