namespace RlLab.Sweeps.Tests;

public class AxisTests
{
    public static TheoryData<Domain> Domains { get; } =
    [
        new IntRangeDomain(-3, 10, 4),
        new LogIntRangeDomain(1, 40),
        new UniformDomain(0.1, 1, 0.4),
        new LogUniformDomain(0.01, 1, Step: 0.01),
        new LogUniformDomain(0.1, 1.25, Step: 0.4),
        new LogUniformDomain(0.1, 0.1, Step: 0.4),
        new ChoiceDomain([ParameterValue.Real(4), ParameterValue.Real(2), ParameterValue.Real(1)]),
    ];

    [Theory, MemberData(nameof(Domains))]
    public void The_cells_of_the_values_cover_the_axis_without_a_gap(Domain domain)
    {
        var axis = new Axis(Samples.Real("Rate", domain));
        axis.Values.Should().Be(domain.Grid!.Count);
        var reached = 0.0;
        foreach (var value in domain.Grid)
        {
            var place = axis.Of(value);
            var (low, high) = axis.Cell(place);
            axis.At(place).Should().Be(value);
            low.Should().BeApproximately(reached, 1e-12);
            high.Should().BeGreaterThan(low);
            axis.At(low + 1e-9).Should().Be(value);
            axis.At(high - 1e-9).Should().Be(value);
            reached = high;
        }

        reached.Should().Be(1);
    }
}
