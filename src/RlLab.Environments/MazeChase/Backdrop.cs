namespace RlLab.Environments;

/// <summary>The empty maze as a picture, once as it is and once as it flashes when a level is won.</summary>
internal static class Backdrop
{
    /// <summary>The pixel at which the maze's upper left corner lies: rows 1 to 168 of the screen are its.</summary>
    public const int Left = 4, Top = 1;

    public static readonly byte[] Usual = Paint(edge: 0x4A5BC4, fill: 0x27306E);
    public static readonly byte[] Flashing = Paint(edge: 0xF1F3F5, fill: 0x7F8BD9);

    private const int CellPixels = Maze.Cell / Maze.Unit;

    private static byte[] Paint(Color edge, Color fill)
    {
        Color floor = 0x080A14, gate = 0xE599F7;
        var pixels = new byte[Screen.Length];
        for (var y = 0; y < Screen.Height; y++)
        {
            for (var x = 0; x < Screen.Width; x++)
            {
                var distance = y <= Top + Maze.Rows * CellPixels ? DistanceToFloor(x, y) : 0;
                var color = distance switch { 0 or <= 1.5 => floor, <= 2.9 => edge, _ => fill };
                color.CopyTo(pixels.AsSpan(3 * (y * Screen.Width + x)));
            }
        }

        var gateX = Left + Maze.Column(Maze.Home) * CellPixels;
        var gateY = Top + (Maze.Row(Maze.Home) - 1) * CellPixels + 3;
        for (var i = 0; i < 2 * CellPixels; i++)
        {
            gate.CopyTo(pixels.AsSpan(3 * ((gateY + i / CellPixels) * Screen.Width + gateX + i % CellPixels)));
        }

        return pixels;
    }

    // How far a pixel is from the nearest floor; measured as the crow flies, which rounds the walls' corners.
    private static double DistanceToFloor(int x, int y)
    {
        var nearest = 9.0;
        for (var dy = -4; dy <= 4; dy++)
        {
            for (var dx = -4; dx <= 4; dx++)
            {
                if (IsFloor(x + dx, y + dy))
                {
                    nearest = Math.Min(nearest, Math.Sqrt(dx * dx + dy * dy));
                }
            }
        }

        return nearest;
    }

    // Beside the maze the tunnel goes on to the edge of the screen; all else there is wall.
    private static bool IsFloor(int x, int y)
    {
        var (column, row) = (Math.Clamp((x - Left) / CellPixels, 0, Maze.Columns - 1), (y - Top) / CellPixels);
        return y >= Top && row < Maze.Rows && !Maze.IsWall(Maze.At(column, row));
    }
}
