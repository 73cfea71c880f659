using System.Text.RegularExpressions;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>What an editor offers to mend, before and after.</summary>
public sealed partial class CodeFixTests
{
    public static TheoryData<string> Mended => [.. CodeFixCases.Mended.Keys];

    public static TheoryData<string> Left => [.. CodeFixCases.Left.Keys];

    public static TheoryData<string> Alike => [.. CodeFixCases.Alike.Keys];

    [Theory, MemberData(nameof(Mended))]
    public async Task Mends_what_is_wrong(string title)
    {
        var (marked, mended) = CodeFixCases.Mended[title];

        var all = await CodeFixVerifier.MendAsync(marked, TestContext.Current.CancellationToken);

        all.Should().NotBeEmpty();
        all[0].Should().Be(mended);
        await DiagnosticVerifier.VerifyAsync(mended, TestContext.Current.CancellationToken);
    }

    [Theory, MemberData(nameof(Left))]
    public async Task Leaves_to_thought_what_takes_thought(string title) =>
        (await CodeFixVerifier.MendAsync(CodeFixCases.Left[title], TestContext.Current.CancellationToken)).Should().BeEmpty();

    [Fact]
    public async Task Offers_the_value_on_either_side_of_a_default_that_is_off_its_grid()
    {
        var (marked, mended) = CodeFixCases.Mended["a default off its grid"];

        var all = await CodeFixVerifier.MendAsync(marked, TestContext.Current.CancellationToken);

        all.Should().Equal(mended, mended.Replace("= 4;", "= 7;"));
    }

    [Theory, MemberData(nameof(Alike))]
    public async Task Mends_all_of_a_kind_at_once(string title)
    {
        var (marked, mended) = CodeFixCases.Alike[title];

        (await CodeFixVerifier.MendAllAsync(marked, TestContext.Current.CancellationToken)).Should().Be(mended);
    }

    [Fact]
    public void Tests_every_mend() => CodeFixCases.Mended.Values
        .SelectMany(c => Markup.Parse(c.Marked).Expected).Select(expected => expected.Id).Distinct()
        .Should().BeEquivalentTo(Fixable());

    [Fact]
    public void Lists_every_mend_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var rows = readme.Split("### Code fixes")[1].Split("\n## ")[0].Split('\n').Where(line => line.StartsWith('|'));

        rows.SelectMany(row => Id().Matches(row)).Select(match => match.Value).Distinct().Should().BeEquivalentTo(Fixable());
    }

    private static IEnumerable<string> Fixable() => CodeFixVerifier.Providers.SelectMany(provider => provider.FixableDiagnosticIds);

    [GeneratedRegex(@"RLLAB\d+")]
    private static partial Regex Id();
}
