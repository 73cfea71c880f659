namespace RlLab.Tests;

public class ParameterDescriptorTests
{
    public static TheoryData<ParameterValue> Unusable =>
    [
        ParameterValue.Real(double.NaN), ParameterValue.Real(double.NegativeInfinity), ParameterValue.Single(float.PositiveInfinity),
        ParameterValue.Text(null!), ParameterValue.Option("9"), ParameterValue.Option(null!),
    ];

    [Theory, MemberData(nameof(Unusable))]
    public void Refuses_a_default_that_nobody_could_set(ParameterValue value) =>
        FluentActions.Invoking(() => new ParameterDescriptor("Rate", "", value.Kind, value, null, ["On", "Off"]))
            .Should().Throw<ArgumentException>().WithMessage("The hyperparameter 'Rate' has a default that nobody could set it to*");

    [Fact]
    public void Takes_a_member_of_the_enum_and_an_empty_text()
    {
        new ParameterDescriptor("Mode", "", ParameterKind.Option, ParameterValue.Option("On"), null, ["On", "Off"]).Default.AsText()
            .Should().Be("On");
        new ParameterDescriptor("Name", "", ParameterKind.Text, ParameterValue.Text(""), null, []).Default.AsText().Should().BeEmpty();
    }
}
