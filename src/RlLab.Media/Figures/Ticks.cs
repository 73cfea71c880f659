using System.Globalization;

namespace RlLab.Media;

/// <summary>The round numbers that an axis shows, and how they are written.</summary>
/// <param name="Values">The numbers, ascending.</param>
/// <param name="Labels">Their texts.</param>
internal sealed record Ticks(IReadOnlyList<double> Values, IReadOnlyList<string> Labels)
{
    private const double Rounding = 1e-9;
    private const int MostHorizontal = 10;
    private const double Spacing = 35;

    private static readonly double[] NiceSteps = [1, 2, 2.5, 5, 10];

    /// <summary>Ticks for a vertical axis.</summary>
    public static Ticks Vertical(LinearScale scale) =>
        Between(scale, Math.Max(2, (int)(Math.Abs(scale.To - scale.From) / Spacing)));

    /// <summary>As many ticks for a horizontal axis as their labels have room for.</summary>
    public static Ticks Horizontal(LinearScale scale) => Enumerable.Range(1, MostHorizontal)
        .Reverse()
        .Select(count => Between(scale, count))
        .FirstOrDefault(ticks => ticks.HaveRoom(scale)) ?? new([], []);

    /// <summary>At most about that many ticks.</summary>
    private static Ticks Between(LinearScale scale, int count)
    {
        var rough = (scale.High - scale.Low) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = NiceSteps.First(s => s * power >= rough * (1 - Rounding)) * power;
        var first = Math.Ceiling(scale.Low / step - Rounding);
        var last = Math.Floor(scale.High / step + Rounding);
        double[] values = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return new(values, Format(values, step));
    }

    private bool HaveRoom(LinearScale scale)
    {
        for (var i = 1; i < Values.Count; i++)
        {
            var distance = scale.Map(Values[i]) - scale.Map(Values[i - 1]);
            if (distance < (Width(i - 1) + Width(i)) / 2 + FigureStyle.TickSize)
            {
                return false;
            }
        }

        return true;

        double Width(int i) => TextMeasure.Width(Labels[i], FigureStyle.TickSize);
    }

    private static IReadOnlyList<string> Format(double[] values, double step)
    {
        var largest = values.Select(Math.Abs).DefaultIfEmpty().Max();
        if (largest >= 1e9 || (largest < 1e-3 && largest > 0))
        {
            return [.. values.Select(v => Minus(v == 0 ? "0" : v.ToString("0.############e0", CultureInfo.InvariantCulture)))];
        }

        var (unit, suffix) = largest switch { >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "k"), _ => (1.0, "") };
        if (step < unit / 100)
        {
            (unit, suffix) = (1, "");
        }

        var decimals = Enumerable.Range(0, 15).First(d => d == 14 || IsWhole(step / unit * Math.Pow(10, d)));
        var format = "#,0." + new string('0', decimals);
        return [.. values.Select(v => Math.Abs(v) < step / 2 ? "0" : Minus((v / unit).ToString(format, CultureInfo.InvariantCulture)) + suffix)];
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-6 * value;

    private static string Minus(string number) => number.Replace('-', '−');
}
