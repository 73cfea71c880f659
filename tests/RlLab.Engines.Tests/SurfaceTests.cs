using Microsoft.CodeAnalysis;
using RlLab.Testing;

namespace RlLab.Engines.Tests;

/// <summary>The managed engine has nothing that the package has not, and what it has binds where the package's was compiled against.</summary>
public sealed class SurfaceTests
{
    private static readonly string ListFile = RepositoryFiles.PathOf("src", "ManagedTorch", "Surface.txt");

    private static readonly IAssemblySymbol Managed = Surface.Read(Path.Combine(AppContext.BaseDirectory, "engines", "managed", "TorchSharp.dll"));
    private static readonly IAssemblySymbol Package = Surface.Read(Path.Combine(AppContext.BaseDirectory, "engines", "libtorch", "TorchSharp.dll"));

    [Fact]
    public void Every_member_of_the_managed_engine_is_the_packages_to_the_letter()
    {
        var package = Surface.Symbols(Package).Select(Surface.Line).ToHashSet();
        var managed = Surface.Symbols(Managed).Select(Surface.Line).ToList();
        managed.Should().HaveCountGreaterThan(1_000);
        managed.Where(line => !package.Contains(line)).Should().BeEmpty();
    }

    [Fact]
    public void A_type_of_the_managed_engine_derives_from_nothing_that_the_packages_does_not()
    {
        var package = Surface.Symbols(Package).OfType<INamedTypeSymbol>().ToDictionary(type => type.GetDocumentationCommentId()!, Bases);
        var wrong = from type in Surface.Symbols(Managed).OfType<INamedTypeSymbol>()
                    from missing in Bases(type).Except(package.GetValueOrDefault(type.GetDocumentationCommentId()!, []))
                    select $"{type}: {missing}";
        wrong.Should().BeEmpty();

        static HashSet<string> Bases(INamedTypeSymbol type) =>
            [.. type.AllInterfaces.Where(i => i.DeclaredAccessibility == Accessibility.Public).Select(i => $"{i}"), $"{type.BaseType}"];
    }

    /// <summary>The analyzer reads this list to say, where it is written, what the managed engine lacks.</summary>
    [Fact]
    public void The_list_of_what_the_managed_engine_has_is_true()
    {
        var now = Surface.Symbols(Managed).Select(symbol => symbol.GetDocumentationCommentId()!).Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_SURFACE") == "1")
        {
            File.WriteAllLines(ListFile, now);
        }

        File.ReadAllLines(ListFile).Should().Equal(
            now, "after a change of the engine, write it anew: UPDATE_SURFACE=1 dotnet test tests/RlLab.Engines.Tests --filter SurfaceTests");
    }
}
