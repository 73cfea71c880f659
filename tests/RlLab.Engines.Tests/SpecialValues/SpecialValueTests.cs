using RlLab.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Engines.Tests.SpecialValues;

/// <summary>
/// What libtorch says of special values, and that the engine at hand says the same. The file is written on libtorch:
/// <c>UPDATE_SPECIAL_VALUES=1 RLLAB_ENGINE=libtorch dotnet test tests/RlLab.Engines.Tests -p:TorchNative=cpu --filter SpecialValue</c>.
/// </summary>
public sealed class SpecialValueTests
{
    private static readonly string File = RepositoryFiles.PathOf("tests", "Golden", "special-values.tsv");
    private static readonly ScalarType[] Types = [ScalarType.Float32, ScalarType.Float64];
    private static readonly Dictionary<string, SpecialValueCase> ByName = SpecialValueCases.All.ToDictionary(example => example.Name);
    private static readonly Lazy<Dictionary<string, string[]>> Golden = new(Read);

    public static IEnumerable<TheoryDataRow<string, ScalarType>> Cases() =>
        from name in ByName.Keys
        from type in Types
        select new TheoryDataRow<string, ScalarType>(name, type);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_engine_says_what_libtorch_says(string name, ScalarType type)
    {
        var example = ByName[name];
        var expected = Golden.Value[example.NameIn(type)];
        var numbers = example.Numbers(type);
        numbers.Should().HaveCount(expected.Length);
        for (var part = 0; part < expected.Length; part++)
        {
            var wanted = expected[part].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SpecialValueCase.Number).ToArray();
            numbers[part].Should().HaveCount(wanted.Length);
            for (var i = 0; i < wanted.Length; i++)
                Allows(numbers[part][i], wanted[i], type).Should().BeTrue(
                    $"of {example.NameIn(type)}, element {i} of result or gradient {part} is {numbers[part][i]:G9}, libtorch has {wanted[i]:G9}");
        }
    }

    private static bool Allows(double actual, double expected, ScalarType type) =>
        double.IsNaN(expected) ? double.IsNaN(actual)
        : double.IsInfinity(expected) ? actual == expected
        : Math.Abs(actual - expected) <= 1e-7 + (type == ScalarType.Float32 ? 1e-5 : 1e-8) * Math.Abs(expected);

    private static Dictionary<string, string[]> Read()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SPECIAL_VALUES") == "1")
            System.IO.File.WriteAllLines(File, from example in ByName.Values from type in Types select example.Line(type));
        return System.IO.File.ReadLines(File).Select(line => line.Split('\t')).ToDictionary(fields => fields[0], fields => fields[1..]);
    }
}
