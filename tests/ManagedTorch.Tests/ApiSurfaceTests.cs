using RlLab.Testing;
using TorchSharp;

namespace ManagedTorch.Tests;

/// <summary>Nothing is public here that the TorchSharp package does not have with the same signature.</summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void Every_public_type_and_member_is_in_the_listing_of_the_package()
    {
        var package = File.ReadLines(RepositoryFiles.PathOf("tests", "Golden", "api", "torchsharp-0.107.tsv")).ToHashSet();
        var types = ApiListing.VisibleTypes(typeof(torch).Assembly).ToList();
        types.Should().NotBeEmpty();
        types.Select(ApiListing.TypeLine).Concat(types.SelectMany(ApiListing.MemberLines)).Where(line => !package.Contains(line)).Should().BeEmpty();
    }
}
