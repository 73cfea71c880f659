using System.Globalization;

namespace RlLab.Environments;

/// <summary>Draws a bandit, 400 x 300: the share of pulls that each arm had as a bar, its mean below it.</summary>
internal static class BanditRenderer
{
    private const int Width = 400, Height = 300, Floor = 250, Top = 50;

    public static Frame Draw(Bandit bandit)
    {
        var canvas = new Canvas(Width, Height, 0xF8F9FA);
        var best = bandit.Arms.Max(arm => arm.Mean);
        var total = Math.Max(1, bandit.Steps);
        var slot = (Width - 40.0) / bandit.Arms.Count;
        canvas.Text(20, 16, 2, string.Create(CultureInfo.InvariantCulture, $"PULL {bandit.Steps}  REGRET {bandit.Regret:F1}"), 0x343A40);
        for (var i = 0; i < bandit.Arms.Count; i++)
        {
            var left = 20 + i * slot + slot * 0.15;
            var height = (Floor - Top) * (double)bandit.Pulls[i] / total;
            canvas.Rectangle(left, Top, slot * 0.7, Floor - Top, 0xE9ECEF);
            canvas.Rectangle(left, Floor - height, slot * 0.7, height, bandit.Arms[i].Mean == best ? 0x364FC7 : 0x91A7FF);
            var mean = bandit.Arms[i].Mean.ToString("0.##", CultureInfo.InvariantCulture);
            canvas.Text((int)(left + slot * 0.35 - mean.Length * Glyphs.Width), Floor + 14, 2, mean, 0x343A40);
        }

        canvas.Line(20, Floor, Width - 20, Floor, 2, 0x868E96);
        return canvas.Frame;
    }
}
