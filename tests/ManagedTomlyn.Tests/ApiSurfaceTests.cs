using RlLab.Testing;
using Tomlyn;

namespace ManagedTomlyn.Tests;

/// <summary>Nothing is public here that the Tomlyn package does not have with the same signature.</summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void Every_public_type_and_member_is_in_the_listing_of_the_package()
    {
        var package = File.ReadLines(RepositoryFiles.PathOf("tests", "Golden", "api", "tomlyn-2.9.tsv")).ToHashSet();
        var types = ApiListing.VisibleTypes(typeof(TomlSerializer).Assembly).ToList();
        types.Should().NotBeEmpty();
        types.Select(ApiListing.TypeLine).Concat(types.SelectMany(ApiListing.MemberLines)).Where(line => !package.Contains(line)).Should().BeEmpty();
    }
}
