using RlLab.Sweeps;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

public abstract partial class SamplerContract
{
    private const string HasNoEnd = "It says that it needs an end of values.";

    /// <summary>Losses that are hard to calculate with, by name.</summary>
    public static TheoryData<string> Outcomes =>
        ["equal", "pending", "failed", "mostly failed", "huge", "largest", "tiny", "many seeds", "mixed"];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Values_lie_in_their_domains_and_on_their_steps_whatever_the_losses(string outcomes)
    {
        Assert.SkipWhen(NeedsAnEnd, HasNoEnd);
        var sampler = Over(SampleSpaces.Continuous);
        sampler.Count.Should().BeNull();
        var results = Run(sampler, 40, Outcome(outcomes));
        foreach (var result in results)
        {
            SampleSpaces.Check(SampleSpaces.Continuous, result.Parameters);
        }

        results.Select(result => result.Parameters).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void A_finite_space_ends_without_a_repeat_whatever_the_losses(string outcomes)
    {
        var sampler = Over(SampleSpaces.Conditional);
        var settings = Run(sampler, (int)sampler.Count!.Value, Outcome(outcomes)).Select(result => result.Parameters).ToList();
        settings.Should().OnlyHaveUniqueItems();
        settings.ForEach(setting => SampleSpaces.Check(SampleSpaces.Conditional, setting));
    }

    [Fact]
    public void Draws_from_ranges_that_are_as_wide_as_numbers_are()
    {
        Assert.SkipWhen(NeedsAnEnd, HasNoEnd);
        foreach (var result in Run(Over(SampleSpaces.Huge), 40, Ended))
        {
            SampleSpaces.Check(SampleSpaces.Huge, result.Parameters);
        }
    }

    [Fact]
    public void Keeps_to_constraints_where_there_is_no_end_of_settings()
    {
        Assert.SkipWhen(NeedsAnEnd, HasNoEnd);
        var constraint = new ConstraintDescriptor("NarrowAndSlow", "", s => s["Width"].AsInteger() < 500 && s["Rate"].AsReal() < 1e-2);
        Settings(Over(SampleSpaces.Continuous with { Constraints = [constraint] }), 40).Should().OnlyContain(s => constraint.Holds(s));
    }

    private static Func<int, ParameterSet, TrialResult> Outcome(string outcomes) => outcomes switch
    {
        "equal" => (trial, setting) => new(trial, setting, TrialStanding.Ended, [1, 1]),
        "pending" => TrialResult.Pending,
        "failed" => Failed,
        "mostly failed" => (trial, setting) => trial % 5 == 0 ? Ended(trial, setting) : Failed(trial, setting),
        "huge" => (trial, setting) => new(trial, setting, TrialStanding.Ended, [trial % 3 == 0 ? 1e300 : -1e300 * (trial % 2)]),
        "largest" => (trial, setting) =>
            new(trial, setting, TrialStanding.Ended, [trial % 2 == 0 ? double.MaxValue : double.MinValue, double.MaxValue]),
        "tiny" => (trial, setting) => new(trial, setting, TrialStanding.Ended, [trial * double.Epsilon]),
        "many seeds" => (trial, setting) =>
            new(trial, setting, TrialStanding.Ended, [.. Enumerable.Range(0, 30).Select(i => (double)(trial * i % 11))]),
        _ => Mixed,
    };
}
