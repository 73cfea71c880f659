using System.Text.Json;
using RlLab.Generators.CodeFixes;

namespace RlLab.Generators.Tests;

/// <summary>The generator runs in the compiler of each SDK that the repository can be built with, back to the oldest.</summary>
public sealed class CompilerTests
{
    /// <summary>The compiler's version by the SDK's, its last two digits left off.</summary>
    private static readonly Dictionary<string, Version> Compilers = new()
    {
        ["10.0.1"] = new(5, 0, 0, 0),
        ["10.0.4"] = new(5, 9, 0, 0),
    };

    [Fact]
    public void The_oldest_SDK_that_may_build_the_repository_loads_the_generator_and_its_code_fixes()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "global.json")));
        var oldest = settings.RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        var compiler = Compilers.Should().ContainKey(oldest[..^2], "'csc -version' of SDK {0} says which compiler it brings", oldest).WhoseValue;

        var asksFor = ((Type[])[typeof(ExperimentGenerator), typeof(MendProvider)])
            .SelectMany(type => type.Assembly.GetReferencedAssemblies()).Where(a => a.Name!.StartsWith("Microsoft.CodeAnalysis"));

        asksFor.Should().NotBeEmpty().And.OnlyContain(assembly => assembly.Version <= compiler);
    }
}
