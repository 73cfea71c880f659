namespace RlLab.Environments;

/// <summary>Draws Pendulum, 400 x 400, with an arc for the torque.</summary>
internal static class PendulumRenderer
{
    private const int Size = 400;
    private const double Middle = Size / 2.0, Length = 140, ArcRadius = 52;

    public static Frame Draw(PendulumState state, double torque)
    {
        var canvas = new Canvas(Size, Size, 0xF8F9FA);
        for (var mark = 0; mark < 12; mark++)
        {
            var (s, c) = Math.SinCos(mark * Math.PI / 6);
            canvas.Disc(Middle + 172 * s, Middle - 172 * c, mark == 0 ? 6 : 3, mark == 0 ? (Color)0x2B8A3E : 0xCED4DA);
        }

        Torque(canvas, torque);
        var (sin, cos) = Math.SinCos(state.Angle);
        double tipX = Middle - Length * sin, tipY = Middle - Length * cos;
        canvas.Line(Middle, Middle, tipX, tipY, 26, 0xC92A2A);
        canvas.Disc(Middle, Middle, 13, 0xC92A2A);
        canvas.Disc(tipX, tipY, 13, 0xC92A2A);
        canvas.Disc(Middle, Middle, 6, 0x212529);
        return canvas.Frame;
    }

    // Positive torques turn the way that angles grow: against the clock.
    private static void Torque(Canvas canvas, double torque)
    {
        const int pieces = 24;
        var turn = -torque * Math.PI * 0.75;
        for (var i = 0; i < pieces; i++)
        {
            var (x1, y1) = At(turn * i / pieces);
            var (x2, y2) = At(turn * (i + 1) / pieces);
            canvas.Line(x1, y1, x2, y2, 5, 0x4263EB);
        }

        if (torque != 0)
        {
            var (x, y) = At(turn);
            canvas.Disc(x, y, 7, 0x4263EB);
        }

        static (double X, double Y) At(double angle) => (Middle + ArcRadius * Math.Sin(angle), Middle - ArcRadius * Math.Cos(angle));
    }
}
