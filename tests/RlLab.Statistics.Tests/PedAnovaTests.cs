namespace RlLab.Statistics.Tests;

public sealed class PedAnovaTests
{
    [Fact]
    public void A_choice_is_as_important_as_the_divergence_counted_by_hand()
    {
        // Ten trials, of which the best five are all a: (5 + 1/2) / 6 and (0 + 1/2) / 6 beside (5 + 1/2) / 11 twice.
        string[] values = ["a", "a", "a", "a", "a", "b", "b", "b", "b", "b"];
        double[] losses = [.. Enumerable.Range(0, 10).Select(i => (double)i)];
        PedAnova.OfChoices(values, losses).Should().BeApproximately(25 / 36.0, 1e-12);
    }

    [Fact]
    public void What_the_loss_comes_from_is_important_and_the_rest_is_not()
    {
        var random = new RandomGenerator(4);
        double[] strong = [.. Enumerable.Range(0, 200).Select(_ => Math.Pow(10, random.NextDouble(-5, -1)))];
        double[] weak = [.. strong.Select(_ => random.NextDouble())];
        double[] none = [.. strong.Select(_ => random.NextDouble())];
        double[] losses = [.. strong.Select((s, i) => Math.Pow(Math.Log10(s) + 3, 2) + 0.1 * weak[i])];
        var importances = new[] { strong, weak, none }.Select(values => PedAnova.OfNumbers(values, losses)!.Value).ToArray();
        importances[0].Should().BeGreaterThan(5 * importances[1]);
        importances[1].Should().BeGreaterThan(importances[2]);
        PedAnova.OfNumbers([.. strong.Select(s => Math.Log(s))], losses).Should().BeApproximately(importances[0], 1e-12, "scales make no difference");
    }

    [Fact]
    public void Conditional_parameters_are_judged_by_the_trials_that_have_them()
    {
        var random = new RandomGenerator(5);
        double[] values = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        double[] losses = [.. values];
        double[] halved = [.. values.Concat(Enumerable.Repeat(double.NaN, 40))];
        PedAnova.OfNumbers(halved, [.. losses, .. Enumerable.Repeat(-1.0, 40)]).Should().Be(PedAnova.OfNumbers(values, losses));
        PedAnova.OfChoices([.. Enumerable.Repeat<string?>(null, 30).Append("a")], [.. Enumerable.Repeat(0.0, 31)])
            .Should().BeNull("one trial has it");
    }

    [Fact]
    public void Trials_that_came_to_nothing_are_bad_ones_and_NaN_is_refused()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        double[] losses = [.. values.Select(v => v < 10 ? double.PositiveInfinity : 0)];
        PedAnova.OfNumbers(values, losses).Should().BeGreaterThan(0.5);
        PedAnova.OfNumbers(values, [.. values.Select(_ => 0.0)]).Should().BeApproximately(0, 1e-12, "where all are equal nothing matters");
        FluentActions.Invoking(() => PedAnova.OfNumbers(values, [.. values.Select(_ => double.NaN)])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PedAnova.OfNumbers(values, [1])).Should().Throw<ArgumentException>();
    }
}
