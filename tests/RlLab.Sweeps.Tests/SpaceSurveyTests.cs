namespace RlLab.Sweeps.Tests;

/// <summary>How much of a space its constraints leave.</summary>
public sealed class SpaceSurveyTests
{
    private static readonly ConstraintDescriptor Wide = new("Wide", "", setting => setting["Width"].AsInteger() > 8);
    private static readonly ConstraintDescriptor A = new("A", "", setting => !setting.TryGet("Kind", out var kind) || kind.AsText() == "a");

    [Fact]
    public void Counts_a_small_space()
    {
        // 4 rates, 3 widths, 2 kinds.
        var survey = SpaceSurvey.Of(Samples.Finite with { Constraints = [Wide, A] }, Sampler.Random);
        survey.Should().BeEquivalentTo(new SpaceSurvey(24, 8, IsWhole: true, [16, 12]));
        survey.Share.Should().Be(1 / 3.0);
    }

    [Fact]
    public void Counts_a_setting_of_alternatives_once()
    {
        var space = new SearchSpace(
        [
            Samples.Text("Kind", "a", "b"),
            Samples.Whole("Width", new IntRangeDomain(8, 24, 8)) with { ActiveWhen = new("Kind", ParameterValue.Text("b")) },
        ])
        {
            Constraints = [new("Any", "", setting => !setting.TryGet("Width", out var width) || width.AsInteger() > 8)],
        };
        SpaceSurvey.Of(space, Sampler.Grid).Should().BeEquivalentTo(new SpaceSurvey(4, 3, IsWhole: true, [3]));
    }

    [Theory]
    [InlineData(Sampler.Grid)]
    [InlineData(Sampler.Random)]
    public void Counts_a_space_with_a_range_of_one_value(Sampler kind)
    {
        var space = new SearchSpace([Samples.Real("Rate", new UniformDomain(0.25, 0.25)), Samples.Whole("Width", new IntRangeDomain(8, 24, 8))])
        {
            Constraints = [Wide],
        };
        SpaceSurvey.Of(space, kind).Should().BeEquivalentTo(new SpaceSurvey(3, 2, IsWhole: true, [2]));
    }

    [Fact]
    public void Estimates_the_share_of_a_space_without_end()
    {
        var space = Samples.Continuous with { Constraints = [new("Low", "", setting => setting["Discount"].AsReal() < 0.925)] };
        var survey = SpaceSurvey.Of(space, Sampler.Random);
        (survey.IsWhole, survey.Looked).Should().Be((false, 10_000));
        survey.Share.Should().BeApproximately(0.25, 0.02);
        SpaceSurvey.Of(space, Sampler.Random).Allowed.Should().Be(survey.Allowed, "it is the same every time");
    }

    [Fact]
    public void Looks_through_the_points_of_a_grid()
    {
        var space = new SearchSpace([Samples.Real("Rate", new LogUniformDomain(0.001, 1, 4))])
        {
            Constraints = [new("Low", "", setting => setting["Rate"].AsReal() < 0.5)],
        };
        SpaceSurvey.Of(space, Sampler.Grid).Should().BeEquivalentTo(new SpaceSurvey(4, 3, IsWhole: true, [3]));
        SpaceSurvey.Of(space, Sampler.Random).IsWhole.Should().BeFalse();
    }

    [Fact]
    public void Names_the_constraint_that_throws()
    {
        var space = Samples.Finite with { Constraints = [Wide, new("Odd", "", _ => throw new InvalidOperationException("Odd."))] };
        space.Invoking(s => SpaceSurvey.Of(s, Sampler.Random)).Should().Throw<SweepException>()
            .WithMessage("The constraint Odd threw InvalidOperationException for Rate=0.25 Width=8 Kind=a: Odd. Let it answer*");
    }
}
