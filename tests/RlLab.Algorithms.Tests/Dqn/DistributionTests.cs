using System.Text.Json;
using RlLab.Algorithms.Dqn;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Dqn;

/// <summary>By hand, and beside what plain loops over the papers' formulas give (tests/Golden/make_distributions_golden.py).</summary>
public sealed class DistributionTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("tests", "Golden", "distributions.json"))).RootElement;

    public static TheoryData<int> Categorical => [.. Enumerable.Range(0, Golden.GetProperty("categorical").GetArrayLength())];

    public static TheoryData<int> Quantiles => [.. Enumerable.Range(0, Golden.GetProperty("quantile").GetArrayLength())];

    /// <summary>Atoms at 0, 1, 2, 3 and 4 with probabilities 0.1, 0.2, 0.3, 0.2 and 0.2.</summary>
    [Theory]
    [InlineData(0, 1, new[] { 0.1, 0.2, 0.3, 0.2, 0.2 })] // as it was
    [InlineData(1, 1, new[] { 0, 0.1, 0.2, 0.3, 0.4 })] // each on the next atom, and the last two on the last
    [InlineData(0.5, 1, new[] { 0.05, 0.15, 0.25, 0.25, 0.3 })] // each shared between two; beyond the last is the last
    [InlineData(0, 0.5, new[] { 0.2, 0.5, 0.3, 0, 0 })] // returns of 0, 0.5, 1, 1.5 and 2
    [InlineData(1.25, 0, new[] { 0, 0.75, 0.25, 0, 0 })] // the episode is over: the reward is all
    [InlineData(3, 0, new[] { 0, 0, 0, 1.0, 0 })] // and lies on an atom
    [InlineData(100, 1, new[] { 0, 0, 0, 0, 1.0 })]
    [InlineData(-100, 1, new[] { 1.0, 0, 0, 0, 0 })]
    public void Returns_that_move_between_atoms_are_shared_by_nearness(double reward, double weight, double[] expected)
    {
        using var scope = NewDisposeScope();
        var projected = new CategoricalDistribution(0, 4, 5).Project(Row(0.1, 0.2, 0.3, 0.2, 0.2), Number(reward), Number(weight));
        Values(projected).Should().Equal(expected, Close(1e-6));
    }

    [Theory]
    [MemberData(nameof(Categorical))]
    public void Projections_divergences_and_their_gradients_are_those_of_the_papers_loops(int number)
    {
        using var scope = NewDisposeScope();
        var example = Golden.GetProperty("categorical")[number];
        var distribution = new CategoricalDistribution(example.GetProperty("lowest").GetDouble(), example.GetProperty("highest").GetDouble());
        var (next, reward, weight) = (Row(example, "next"), Number(example, "reward"), Number(example, "weight"));
        Values(distribution.Project(next.softmax(1), reward, weight)).Should().Equal(Numbers(example, "projected"), Close(2e-6));
        Compare(distribution, example, next, reward, weight);
    }

    [Theory]
    [MemberData(nameof(Quantiles))]
    public void Quantile_losses_and_their_gradients_are_those_of_the_papers_loops(int number)
    {
        using var scope = NewDisposeScope();
        var example = Golden.GetProperty("quantile")[number];
        var distribution = new QuantileDistribution(Numbers(example, "numbers").Length);
        Compare(distribution, example, Row(example, "next"), Number(example, "reward"), Number(example, "weight"));
    }

    /// <summary>Quantiles at 0 and 1, targets 0.5 and 3: errors 0.5 and 3, and -0.5 and 2.</summary>
    [Fact]
    public void A_quantiles_gradient_weighs_errors_above_it_and_below_it_by_its_probability()
    {
        using var scope = NewDisposeScope();
        var numbers = Row(0, 1).requires_grad_();
        var errors = new QuantileDistribution(2).Errors(numbers, Row(0.5, 3), Number(0), Number(1));
        errors.sum().backward();
        Values(errors).Should().Equal([(0.25 * (0.125 + 2.5) + 0.25 * 0.125 + 0.75 * 1.5) / 2], Close(1e-6));
        Values(numbers.grad!).Should().Equal([-0.25 * (0.5 + 1) / 2, -(-0.25 * 0.5 + 0.75 * 1) / 2], Close(1e-6));
    }

    [Fact]
    public void What_is_expected_is_the_mean_of_the_distribution()
    {
        using var scope = NewDisposeScope();
        var logits = Row(Math.Log(1), Math.Log(2), Math.Log(5));
        Values(new CategoricalDistribution(-10, 10, 3).Expectation(logits)).Should().Equal([(-10 + 5 * 10) / 8.0], Close(1e-5));
        Values(new QuantileDistribution(3).Expectation(Row(-1, 2, 8))).Should().Equal([3.0], Close(1e-6));
    }

    [Fact]
    public void A_distribution_that_is_its_target_has_no_error_and_no_gradient()
    {
        using var scope = NewDisposeScope();
        var numbers = Row(1, -2, 0.5).requires_grad_();
        var errors = new CategoricalDistribution(0, 2, 3).Errors(numbers, numbers.detach(), Number(0), Number(1));
        errors.sum().backward();
        Values(errors).Should().Equal([0.0], Close(1e-6));
        Values(numbers.grad!).Should().Equal([0.0, 0, 0], Close(1e-6));
    }

    [Fact]
    public void Each_row_stands_for_itself()
    {
        using var scope = NewDisposeScope();
        var (numbers, next, rewards, weights) = (randn(6, 7), randn(6, 7), randn(6), rand(6));
        foreach (var distribution in (ValueDistribution[])[new CategoricalDistribution(-2, 2, 7), new QuantileDistribution(7)])
        {
            var together = Values(distribution.Errors(numbers, next, rewards, weights));
            for (var row = 0; row < 6; row++)
            {
                Tensor Only(Tensor rows) => rows.narrow(0, row, 1);
                Values(distribution.Errors(Only(numbers), Only(next), Only(rewards), Only(weights))).Should().Equal([together[row]], Close(1e-6));
            }
        }
    }

    private static void Compare(ValueDistribution distribution, JsonElement example, Tensor next, Tensor reward, Tensor weight)
    {
        var numbers = Row(example, "numbers").requires_grad_();
        var errors = distribution.Errors(numbers, next, reward, weight);
        errors.sum().backward();
        var expected = example.GetProperty("error").GetDouble();
        Values(errors).Should().Equal([expected], Close(1e-5 * Math.Max(1, expected)));
        Values(numbers.grad!).Should().Equal(Numbers(example, "gradient"), Close(1e-5));
    }

    private static Tensor Row(params double[] numbers) => tensor(Array.ConvertAll(numbers, number => (float)number)).unsqueeze(0);

    private static Tensor Row(JsonElement example, string name) => Row(Numbers(example, name));

    private static Tensor Number(double number) => tensor([(float)number]);

    private static Tensor Number(JsonElement example, string name) => Number(example.GetProperty(name).GetDouble());

    private static double[] Numbers(JsonElement example, string name) => [.. example.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    private static double[] Values(Tensor tensor) => Array.ConvertAll(tensor.contiguous().data<float>().ToArray(), x => (double)x);

    private static Func<double, double, bool> Close(double tolerance) => (a, b) => Math.Abs(a - b) <= tolerance;
}
