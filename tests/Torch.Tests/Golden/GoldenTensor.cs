using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Golden;

/// <summary>A tensor of a golden file: row-major data in the type that PyTorch had.</summary>
public sealed record GoldenTensor(string? Name, long[] Shape, ScalarType Dtype, double[] Data)
{
    public static GoldenTensor Read(JsonElement json) => new(
        json.TryGetProperty("name", out var name) ? name.GetString() : null,
        [.. json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())],
        ReadDtype(json.GetProperty("dtype").GetString()!),
        [.. json.GetProperty("data").EnumerateArray().Select(ReadNumber)]);

    public Tensor ToTensor() => Dtype switch
    {
        ScalarType.Float32 => torch.tensor(Data.Select(x => (float)x).ToArray(), Shape),
        ScalarType.Float64 => torch.tensor(Data, Shape),
        ScalarType.Int64 => torch.tensor(Data.Select(x => (long)x).ToArray(), Shape),
        ScalarType.Byte => torch.tensor(Data.Select(x => (byte)x).ToArray(), Shape),
        _ => torch.tensor(Data.Select(x => x != 0).ToArray(), Shape),
    };

    /// <summary>
    /// Compares element by element: |actual - expected| at most absolute + relative * |expected|; both 0 asks for equality.
    /// </summary>
    public void ShouldMatch(Tensor actual, Tolerance tolerance, string what)
    {
        actual.shape.Should().Equal(Shape, what);
        actual.dtype.Should().Be(Dtype, what);
        var values = actual.Values();
        for (var i = 0; i < Data.Length; i++)
        {
            if (!tolerance.Allows(values[i], Data[i]))
                Assert.Fail($"{what}: element {i} of [{string.Join(", ", Shape)}] is {values[i]:R}, PyTorch has {Data[i]:R}");
        }
    }

    private static ScalarType ReadDtype(string dtype) => dtype switch
    {
        "float32" => ScalarType.Float32,
        "float64" => ScalarType.Float64,
        "int64" => ScalarType.Int64,
        "uint8" => ScalarType.Byte,
        "bool" => ScalarType.Bool,
        _ => throw new InvalidDataException($"The golden files hold a dtype that the tests do not know: {dtype}"),
    };

    private static double ReadNumber(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => json.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.NaN,
        },
        _ => json.GetDouble(),
    };
}
