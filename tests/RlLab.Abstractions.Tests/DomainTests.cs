namespace RlLab.Tests;

public class DomainTests
{
    [Theory]
    [InlineData(0, 0.3, 0.1, "0, 0.1, 0.2, 0.3")]
    [InlineData(0.1, 0.9, 0.4, "0.1, 0.5, 0.9")]
    [InlineData(0, 1, 0.3, "0, 0.3, 0.6, 0.9")]
    [InlineData(-1, 1, 2, "-1, 1")]
    [InlineData(0.1, 0.3, 0.2, "0.1, 0.3")]
    public void A_stepped_range_has_its_steps_as_a_person_would_write_them(double low, double high, double step, string expected) =>
        Text(new UniformDomain(low, high, step)).Should().Be(expected);

    [Theory]
    [InlineData(0.1, 0.4, 0.1, "0.1, 0.2, 0.3, 0.4")]
    [InlineData(0.01, 1, 0.4, "0.01, 0.41, 0.81")]
    public void A_logarithmic_range_with_steps_has_them_all_in_its_grid(double low, double high, double step, string expected) =>
        Text(new LogUniformDomain(low, high, Step: step)).Should().Be(expected);

    [Theory]
    [InlineData(1e-4, 1e-1, 4, "0.0001, 0.001, 0.01, 0.1")]
    [InlineData(1, 4, 3, "1, 2, 4")]
    [InlineData(3e-5, 3, 2, "3E-05, 3")]
    public void A_logarithmic_grid_has_its_ends_and_even_ratios(double low, double high, int points, string expected) =>
        Text(new LogUniformDomain(low, high, points)).Should().Be(expected);

    [Fact]
    public void Every_point_of_a_grid_lies_in_its_domain()
    {
        Domain[] domains =
        [
            new UniformDomain(1 / 3.0, 2 / 3.0, 1 / 30.0),
            new UniformDomain(1e9 + 1 / 3.0, 1e9 + 0.5, 1e-3),
            new LogUniformDomain(1 / 3.0, Math.PI, 17),
            new LogUniformDomain(1 / 3.0, Math.PI, Step: 1 / 7.0),
            new IntRangeDomain(-3, 10, 4),
            new ChoiceDomain([ParameterValue.Text("a"), ParameterValue.Text("b")]),
        ];

        domains.Should().OnlyContain(d => d.Grid!.All(d.Contains) && d.Grid!.Distinct().Count() == d.Grid!.Count);
    }

    [Fact]
    public void A_whole_range_counts_from_its_low_end()
    {
        Text(new IntRangeDomain(1, 10, 4)).Should().Be("1, 5, 9");
        Text(new IntRangeDomain(-2, 1)).Should().Be("-2, -1, 0, 1");
    }

    [Fact]
    public void A_continuous_range_has_no_grid()
    {
        new UniformDomain(0, 1).Grid.Should().BeNull();
        new LogUniformDomain(1, 2).Grid.Should().BeNull();
    }

    [Fact]
    public void Both_ends_belong_to_a_range()
    {
        var real = new UniformDomain(-0.5, 0.5);
        real.Contains(ParameterValue.Real(-0.5)).Should().BeTrue();
        real.Contains(ParameterValue.Integer(0)).Should().BeTrue("a whole number is a number too");
        real.Contains(ParameterValue.Real(0.5000001)).Should().BeFalse();
        real.Contains(ParameterValue.Real(double.NaN)).Should().BeFalse();

        var whole = new IntRangeDomain(1, 3);
        whole.Contains(ParameterValue.Integer(3)).Should().BeTrue();
        whole.Contains(ParameterValue.Integer(4)).Should().BeFalse();
    }

    [Fact]
    public void Choices_are_equal_by_their_values()
    {
        var choice = new ChoiceDomain([ParameterValue.Integer(16), ParameterValue.Integer(32)]);

        choice.Should().Be(new ChoiceDomain([ParameterValue.Integer(16), ParameterValue.Integer(32)]));
        choice.GetHashCode().Should().Be(new ChoiceDomain([ParameterValue.Integer(16), ParameterValue.Integer(32)]).GetHashCode());
        choice.Should().NotBe(new ChoiceDomain([ParameterValue.Integer(32), ParameterValue.Integer(16)]));
        choice.Contains(ParameterValue.Text("16")).Should().BeFalse();
    }

    [Fact]
    public void Each_says_what_it_is()
    {
        new UniformDomain(0, 1).ToString().Should().Be("uniform 0 to 1");
        new UniformDomain(0, 1, 0.25).ToString().Should().Be("uniform 0 to 1 by 0.25");
        new LogUniformDomain(1e-4, 0.1, 4).ToString().Should().Be("log-uniform 0.0001 to 0.1, 4 points in a grid");
        new LogUniformDomain(0.01, 1, Step: 0.01).ToString().Should().Be("log-uniform 0.01 to 1 by 0.01");
        new IntRangeDomain(1, 9, 2).ToString().Should().Be("whole 1 to 9 by 2");
        new ChoiceDomain([ParameterValue.Boolean(true), ParameterValue.Text("a")]).ToString().Should().Be("one of true, a");
    }

    private static string Text(Domain domain) => string.Join(", ", domain.Grid!);
}
