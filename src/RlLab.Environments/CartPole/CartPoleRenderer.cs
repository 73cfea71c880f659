using System.Numerics;

namespace RlLab.Environments;

/// <summary>Draws CartPole, 600 x 400.</summary>
internal static class CartPoleRenderer
{
    private const int Width = 600, Height = 400;
    private const double Track = 300, CartWidth = 64, CartHeight = 32;

    public static Frame Draw(CartPoleState state, CartPoleParameters p)
    {
        var canvas = new Canvas(Width, Height, 0xF8F9FA);
        var scale = Width / (2 * p.PositionLimit) * 0.92;
        var x = Width / 2.0 + state.Position * scale;

        canvas.Rectangle(0, Track + 22, Width, Height - Track - 22, 0xE9ECEF);
        canvas.Line(0, Track + 22, Width, Track + 22, 2, 0xADB5BD);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var limit = Width / 2.0 + side * p.PositionLimit * scale;
            canvas.Line(limit, Track - 20, limit, Track + 22, 4, 0xFA5252);
        }

        canvas.Line(Width / 2.0, Track + 26, Width / 2.0, Track + 36, 2, 0xADB5BD);
        Cart(canvas, x);

        var length = 2 * p.HalfLength * scale;
        var (sin, cos) = Math.SinCos(state.Angle);
        double axle = Track - CartHeight + 10, tipX = x + length * sin, tipY = axle - length * cos;
        canvas.Line(x, axle, tipX, tipY, 10, 0xE8A33D);
        canvas.Disc(tipX, tipY, 5, 0xE8A33D);
        canvas.Disc(x, axle, 8, 0xC92A2A);
        canvas.Disc(x, axle, 3.5, 0xF8F9FA);
        return canvas.Frame;
    }

    private static void Cart(Canvas canvas, double x)
    {
        const double top = Track - CartHeight + 4;
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            canvas.Disc(x + side * 19, Track + 10, 12, 0x343A40);
            canvas.Disc(x + side * 19, Track + 10, 4, 0xCED4DA);
        }

        float left = (float)(x - CartWidth / 2), right = (float)(x + CartWidth / 2), upper = (float)top, lower = (float)(top + CartHeight);
        ReadOnlySpan<Vector2> body =
            [new(left + 5, upper), new(right - 5, upper), new(right, upper + 5), new(right, lower), new(left, lower), new(left, upper + 5)];
        canvas.Polygon(body, 0x364FC7);
        canvas.Rectangle(left, lower - 6, CartWidth, 6, 0x2B3F9E);
    }
}
