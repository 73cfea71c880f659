namespace RlLab.Tests;

public class RandomGeneratorTests
{
    [Fact]
    public void Is_xoshiro256_starstar()
    {
        var random = new RandomGenerator(0) { State = new(1, 2, 3, 4) };

        // The test vector of the authors' C program, as the Rust crate rand_xoshiro lists it.
        Enumerable.Range(0, 10).Select(_ => random.NextBits()).Should().Equal(
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576);
    }

    [Fact]
    public void Is_seeded_by_SplitMix64() => new RandomGenerator(0).State.Should().Be(
        new RandomState(16294208416658607535, 7960286522194355700, 487617019471545679, 17909611376780542444));

    [Fact]
    public void Continues_where_its_state_was_read()
    {
        var random = new RandomGenerator(5);
        random.NextGaussian();
        var state = random.State;
        var saved = new MemoryStream();
        random.SaveState(new BinaryWriter(saved));
        var expected = Draws(random);
        saved.Position = 0;

        var bySetting = new RandomGenerator(6) { State = state };
        var byReading = new RandomGenerator(7);
        byReading.RestoreState(new BinaryReader(saved));

        Draws(bySetting).Should().Equal(expected);
        Draws(byReading).Should().Equal(expected);
    }

    [Fact]
    public void Draws_each_whole_number_equally_often()
    {
        const int Draws = 60_000;
        var random = new RandomGenerator(1);
        var counts = new int[6];
        for (var i = 0; i < Draws; i++)
        {
            counts[random.NextInt(6)]++;
        }

        // Chi-squared with 5 degrees of freedom: 20.5 is passed once in a thousand seeds.
        counts.Sum(c => Math.Pow(c - Draws / 6.0, 2) / (Draws / 6.0)).Should().BeLessThan(20.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void Draws_whole_numbers_below_the_count(int count)
    {
        var random = new RandomGenerator(2);

        Enumerable.Range(0, 1000).Select(_ => random.NextInt(count)).Should().OnlyContain(n => n >= 0 && n < count);
    }

    [Fact]
    public void Refuses_a_count_below_one() =>
        FluentActions.Invoking(() => new RandomGenerator(0).NextInt(0)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Draws_numbers_between_its_bounds_with_the_right_mean()
    {
        var random = new RandomGenerator(3);

        double[] drawn = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble(-2, 6))];

        drawn.Should().OnlyContain(x => x >= -2 && x < 6);
        drawn.Average().Should().BeApproximately(2, 4 * 8 / Math.Sqrt(12 * 10_000), "that is four standard errors");
    }

    [Fact]
    public void Draws_between_bounds_farther_apart_than_any_number()
    {
        var random = new RandomGenerator(3);

        double[] drawn = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble(double.MinValue, double.MaxValue))];

        drawn.Should().OnlyContain(x => double.IsFinite(x));
        drawn.Count(x => x > 0).Should().BeInRange(400, 600);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.NaN)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(0, double.PositiveInfinity)]
    public void Refuses_bounds_with_no_number_between_them(double low, double high)
    {
        var random = new RandomGenerator(3);
        var before = random.State;

        FluentActions.Invoking(() => random.NextDouble(low, high))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*from {low} to {high}*");

        random.State.Should().Be(before, "a refused draw draws nothing");
    }

    [Fact]
    public void Draws_normal_numbers()
    {
        const int Count = 20_000;
        var random = new RandomGenerator(4);

        double[] drawn = [.. Enumerable.Range(0, Count).Select(_ => random.NextGaussian())];

        drawn.Should().OnlyContain(x => double.IsFinite(x));
        drawn.Average().Should().BeApproximately(0, 4 / Math.Sqrt(Count));
        drawn.Average(x => x * x).Should().BeApproximately(1, 4 * Math.Sqrt(2.0 / Count));
        drawn.Count(x => Math.Abs(x) < 1.959964).Should().BeInRange((int)(0.944 * Count), (int)(0.956 * Count));
    }

    [Fact]
    public void Forks_generators_of_their_own()
    {
        var random = new RandomGenerator(8);
        var before = random.State;

        var forks = Enumerable.Range(0, 100).Select(i => random.Fork(i).NextBits()).ToList();

        random.State.Should().Be(before, "forking draws nothing");
        forks.Should().OnlyHaveUniqueItems();
        random.Fork(7).NextBits().Should().Be(forks[7]);
        random.NextBits();
        random.Fork(7).NextBits().Should().NotBe(forks[7]);
    }

    private static List<double> Draws(RandomGenerator random) =>
        [random.NextDouble(), random.NextInt(1000), random.NextGaussian(), random.NextDouble(-1, 1), random.NextBits()];
}
