namespace RlLab.Environments;

/// <summary>Draws Acrobot, 400 x 400; the line is the height to reach.</summary>
internal static class AcrobotRenderer
{
    private const int Size = 400;
    private const double Middle = Size / 2.0, Scale = Size / 4.5;

    public static Frame Draw(AcrobotState state, AcrobotParameters p)
    {
        var canvas = new Canvas(Size, Size, 0xF8F9FA);
        const double goal = Middle - Scale;
        for (var x = 4; x < Size; x += 16)
        {
            canvas.Line(x, goal, x + 8, goal, 2, 0xFA5252);
        }

        var length2 = 2 * p.Center2;
        var angle = state.Angle1 + state.Angle2;
        double elbowX = Middle + p.Length1 * Scale * Math.Sin(state.Angle1), elbowY = Middle + p.Length1 * Scale * Math.Cos(state.Angle1);
        double tipX = elbowX + length2 * Scale * Math.Sin(angle), tipY = elbowY + length2 * Scale * Math.Cos(angle);

        canvas.Line(Middle, Middle, elbowX, elbowY, 16, 0x364FC7);
        canvas.Line(elbowX, elbowY, tipX, tipY, 14, 0x4DABF7);
        canvas.Disc(tipX, tipY, 7, 0x4DABF7);
        canvas.Disc(Middle, Middle, 11, 0x343A40);
        canvas.Disc(Middle, Middle, 4, 0xF8F9FA);
        canvas.Disc(elbowX, elbowY, 10, 0xE8A33D);
        canvas.Disc(elbowX, elbowY, 3.5, 0xF8F9FA);
        return canvas.Frame;
    }
}
