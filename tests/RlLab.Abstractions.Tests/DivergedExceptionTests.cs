namespace RlLab.Tests;

public sealed class DivergedExceptionTests
{
    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void It_says_what_is_not_finite_where_and_what_may_help(double value, string shown)
    {
        var check = () => DivergedException.ThrowIfNotFinite(value, "the loss", 18_200);
        var diverged = check.Should().Throw<DivergedException>().WithMessage($"Diverged at step 18,200: the loss is {shown}. Smaller steps*").Which;
        (diverged.Quantity, diverged.Value, diverged.Step).Should().Be(("the loss", value, 18_200L));
    }

    [Fact]
    public void A_finite_number_passes()
    {
        var check = () => DivergedException.ThrowIfNotFinite(double.MaxValue, "the loss");
        check.Should().NotThrow();
    }

    [Fact]
    public void Who_knows_the_step_adds_it_to_what_was_found()
    {
        var found = new DivergedException("the reward", 1e300, advice: "Mend the world.");
        found.Message.Should().Be("Diverged: the reward is 1E+300. Mend the world.");
        found.Step.Should().BeNull();
        var placed = found.At(7);
        placed.Message.Should().Be("Diverged at step 7: the reward is 1E+300. Mend the world.");
        placed.InnerException.Should().BeSameAs(found, "its stack tells where");
    }
}
