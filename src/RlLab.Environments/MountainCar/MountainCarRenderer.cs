using System.Numerics;

namespace RlLab.Environments;

/// <summary>Draws MountainCar, 600 x 400.</summary>
internal static class MountainCarRenderer
{
    private const int Width = 600, Height = 400;

    public static Frame Draw(MountainCarState state, MountainCarParameters p)
    {
        var canvas = new Canvas(Width, Height, 0xE7F5FF);
        var scale = Width / (p.HighestPosition - p.LowestPosition);
        double X(double position) => (position - p.LowestPosition) * scale;
        double Y(double position) => Height - 40 - MountainCarRules.Height(position) * scale * 0.85;

        canvas.Disc(90, 70, 26, 0xFFE066);
        var ground = new Vector2[Width / 4 + 3];
        for (var i = 0; i < ground.Length - 2; i++)
        {
            var position = p.LowestPosition + 4 * i / scale;
            ground[i] = new((float)X(position), (float)Y(position));
        }

        ground[^2] = new(Width, Height);
        ground[^1] = new(0, Height);
        canvas.Polygon(ground, 0x69B578);
        for (var i = 0; i + 3 < ground.Length; i++)
        {
            canvas.Line(ground[i].X - 0.5, ground[i].Y, ground[i + 1].X + 0.5, ground[i + 1].Y, 4, 0x2F7A43);
        }

        float flagX = (float)X(p.Goal), flagY = (float)Y(p.Goal);
        canvas.Line(flagX, flagY, flagX, flagY - 56, 3, 0x495057);
        canvas.Polygon([new(flagX, flagY - 56), new(flagX + 30, flagY - 46), new(flagX, flagY - 36)], 0xFA5252);

        var slope = Math.Atan2(Y(state.Position + 0.01) - Y(state.Position - 0.01), 0.02 * scale);
        Car(canvas, new((float)X(state.Position), (float)Y(state.Position)), Matrix3x2.CreateRotation((float)slope));
        return canvas.Frame;
    }

    private static void Car(Canvas canvas, Vector2 at, Matrix3x2 rotation)
    {
        Vector2 Place(float x, float y) => at + Vector2.Transform(new(x, y), rotation);
        ReadOnlySpan<Vector2> body =
        [
            Place(-26, -8), Place(-26, -18), Place(-15, -20), Place(-8, -32), Place(10, -32), Place(17, -20), Place(27, -17), Place(27, -8),
        ];
        canvas.Polygon(body, 0x364FC7);
        canvas.Polygon([Place(-10, -20), Place(-5, -29), Place(8, -29), Place(13, -20)], 0xDBE4FF);
        foreach (var x in (ReadOnlySpan<float>)[-15, 15])
        {
            var wheel = Place(x, -8);
            canvas.Disc(wheel.X, wheel.Y, 8, 0x343A40);
            canvas.Disc(wheel.X, wheel.Y, 3, 0xCED4DA);
        }
    }
}
