namespace RlLab.Tests;

public class ParameterSetTests
{
    private static readonly ParameterSet Defaults = Set(("Rate", 1), ("Width", 2));

    [Fact]
    public void Lays_values_over_defaults_in_the_defaults_order()
    {
        Set(("Width", 3)).Over(Defaults).ToString().Should().Be("Rate=1 Width=3");
        Set(("Other", 9), ("Rate", 8)).Over(Defaults).ToString().Should().Be("Rate=8 Width=2 Other=9");
        ParameterSet.Empty.Over(Defaults).Should().BeEquivalentTo(Defaults);
    }

    [Fact]
    public void Keeps_the_last_of_two_values_for_a_name() => Set(("Rate", 1), ("Rate", 2)).ToString().Should().Be("Rate=2");

    [Fact]
    public void Is_equal_whatever_the_order()
    {
        Set(("Width", 2), ("Rate", 1)).Equals(Defaults).Should().BeTrue();
        Set(("Width", 2), ("Rate", 1)).GetHashCode().Should().Be(Defaults.GetHashCode());
        Set(("Rate", 1)).Equals(Defaults).Should().BeFalse();
        Set(("Rate", 1), ("Width", 3)).Equals(Defaults).Should().BeFalse();
        Set(("Rate", 1), ("Height", 2)).Equals(Defaults).Should().BeFalse();
    }

    [Fact]
    public void Says_which_names_it_has()
    {
        Defaults["Width"].AsInteger().Should().Be(2);
        Defaults.TryGet("Height", out _).Should().BeFalse();
        FluentActions.Invoking(() => Defaults["width"]).Should().Throw<KeyNotFoundException>().WithMessage("*'width'*Rate, Width*");
    }

    private static ParameterSet Set(params (string Name, long Value)[] values) =>
        new(values.Select(v => KeyValuePair.Create(v.Name, ParameterValue.Integer(v.Value))));
}
