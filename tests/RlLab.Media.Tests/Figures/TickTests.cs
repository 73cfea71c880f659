using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Figures;

public class TickTests
{
    [Theory]
    [InlineData(0, 10, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")]
    [InlineData(0, 1.5e6, "0", "0.2M", "0.4M", "0.6M", "0.8M", "1.0M", "1.2M", "1.4M")]
    [InlineData(0, 20_000, "0", "2k", "4k", "6k", "8k", "10k", "12k", "14k", "16k", "18k", "20k")]
    [InlineData(0, 2500, "0", "250", "500", "750", "1,000", "1,250", "1,500", "1,750", "2,000", "2,250", "2,500")]
    [InlineData(-0.3, 0.3, "−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3")]
    [InlineData(0, 5e-4, "0", "5e-5", "1e-4", "1.5e-4", "2e-4", "2.5e-4", "3e-4", "3.5e-4", "4e-4", "4.5e-4", "5e-4")]
    [InlineData(0, 4e9, "0", "5e8", "1e9", "1.5e9", "2e9", "2.5e9", "3e9", "3.5e9", "4e9")]
    [InlineData(1_000_000, 1_000_004, "1,000,000", "1,000,001", "1,000,002", "1,000,003", "1,000,004")]
    [InlineData(7, 7, "6.4", "6.6", "6.8", "7.0", "7.2", "7.4", "7.6")]
    public void Are_round_numbers_written_shortly(double low, double high, params string[] labels) =>
        Draw(low, high).XTicks.Select(t => t.Label.Replace("e−", "e-")).Should().Equal(labels);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-123456.789, 98765.4321)]
    [InlineData(0.1234567, 0.1234571)]
    [InlineData(-1e-12, 1e-12)]
    [InlineData(1e20, 3e20)]
    [InlineData(-1e299, 1e299)]
    [InlineData(99_999_999, 100_000_001)]
    [InlineData(2_000_000_000, 2_000_000_100)]
    [InlineData(3e-4, 3.0000001e-4)]
    [InlineData(1e-299, 2e-299)]
    public void Stand_apart_inside_the_area_and_say_their_place(double low, double high)
    {
        var panel = Draw(low, high);

        foreach (var (ticks, length, from, to) in new[] { (panel.XTicks, 600, low, high), (panel.YTicks, 320, double.NaN, double.NaN) })
        {
            ticks.Should().HaveCountGreaterThan(1);
            ticks.Select(t => t.Value).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            ticks.Should().OnlyContain(t => t.Position >= -0.01 && t.Position <= length + 0.01);
            var gaps = ticks.Zip(ticks.Skip(1), (a, b) => Math.Abs(b.Position - a.Position)).ToList();
            gaps.Should().OnlyContain(g => Math.Abs(g - gaps[0]) < 0.02);
            if (!double.IsNaN(from))
            {
                ticks.Should().OnlyContain(t => Math.Abs(t.Position - length * (t.Value - from) / (to - from)) < 0.02);

                // A digit is 0.56 of the size 12 wide.
                gaps[0].Should().BeGreaterThan(ticks.Max(t => t.Label.Length) * 0.5 * 12);
            }
        }
    }

    [Theory]
    [InlineData(0, 500, 0)]
    [InlineData(100, 500, 0)]
    [InlineData(-500, -1, -500)]
    public void Start_at_zero_where_zero_is_near(double low, double high, double least) =>
        Draw(low, high).YTicks[0].Value.Should().Be(least);

    [Fact]
    public void Do_not_start_at_zero_where_the_data_would_be_squeezed() => Draw(495, 500).YTicks[0].Value.Should().BeGreaterThan(490);

    private static SvgPanel Draw(double low, double high) =>
        new SvgPicture(new Figure("", [new LinePanel("", "x", "y", [new Line("", [low, high], [low, high])])])).Panel;
}
