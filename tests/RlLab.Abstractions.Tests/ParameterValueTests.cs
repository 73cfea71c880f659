namespace RlLab.Tests;

public class ParameterValueTests
{
    [Theory]
    [InlineData(ParameterKind.Real, "1e-3", "0.001")]
    [InlineData(ParameterKind.Real, "-7", "-7")]
    [InlineData(ParameterKind.Integer, "-9223372036854775808", "-9223372036854775808")]
    [InlineData(ParameterKind.Integer, "+12", "12")]
    [InlineData(ParameterKind.Boolean, "TRUE", "true")]
    [InlineData(ParameterKind.Text, " a b ", " a b ")]
    [InlineData(ParameterKind.Option, "Mean", "Mean")]
    public void Is_read_from_text(ParameterKind kind, string text, string expected)
    {
        ParameterValue.TryParse(kind, text, out var value).Should().BeTrue();

        value.Kind.Should().Be(kind);
        value.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData(ParameterKind.Real, "NaN")]
    [InlineData(ParameterKind.Real, "1e999")]
    [InlineData(ParameterKind.Real, "0,5")]
    [InlineData(ParameterKind.Real, "")]
    [InlineData(ParameterKind.Integer, "1.0")]
    [InlineData(ParameterKind.Integer, "9223372036854775808")]
    [InlineData(ParameterKind.Integer, "1,000")]
    [InlineData(ParameterKind.Boolean, "1")]
    public void Is_not_read_from_text_of_another_kind(ParameterKind kind, string text) =>
        ParameterValue.TryParse(kind, text, out _).Should().BeFalse();

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(1 / 3f, "0.33333334")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    [InlineData(-0f, "-0")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_float_is_its_shortest_decimal(float number, string expected)
    {
        var value = ParameterValue.Single(number);

        value.ToString().Should().Be(expected);
        value.AsSingle().Should().Be(number);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1 / 3.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-0.0)]
    public void Reads_back_to_the_last_bit(double number)
    {
        ParameterValue.TryParse(ParameterKind.Real, ParameterValue.Real(number).ToString(), out var value).Should().BeTrue();

        BitConverter.DoubleToInt64Bits(value.AsReal()).Should().Be(BitConverter.DoubleToInt64Bits(number));
    }

    [Fact]
    public void Is_not_taken_for_another_kind()
    {
        FluentActions.Invoking(() => ParameterValue.Real(1).AsInteger())
            .Should().Throw<InvalidOperationException>().WithMessage("*'1'*Real*whole number*");
        FluentActions.Invoking(() => ParameterValue.Text("1").AsReal()).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => ParameterValue.Integer(1).AsBoolean()).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => ParameterValue.Integer(1).AsText()).Should().Throw<InvalidOperationException>();
        ParameterValue.Integer(3).AsReal().Should().Be(3, "a whole number is a number too");
    }

    [Fact]
    public void Fits_a_narrower_type_or_says_so()
    {
        ParameterValue.Integer(int.MinValue).AsInt32().Should().Be(int.MinValue);
        ParameterValue.Real(0.1).AsSingle().Should().Be(0.1f);
        FluentActions.Invoking(() => ParameterValue.Integer(int.MinValue - 1L).AsInt32())
            .Should().Throw<OverflowException>().WithMessage("*-2147483649*");
        FluentActions.Invoking(() => ParameterValue.Real(-1e39).AsSingle()).Should().Throw<OverflowException>().WithMessage("*-1E+39*");
    }

    [Fact]
    public void Is_equal_by_kind_and_content()
    {
        ParameterValue.Real(1).Should().Be(ParameterValue.Real(1)).And.NotBe(ParameterValue.Integer(1));
        ParameterValue.Text("a").Should().NotBe(ParameterValue.Option("a"));
        ParameterValue.Boolean(true).Should().NotBe(ParameterValue.Boolean(false));
    }
}
