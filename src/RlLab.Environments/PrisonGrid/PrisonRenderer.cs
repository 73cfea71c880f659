using System.Globalization;
using System.Text;

namespace RlLab.Environments;

/// <summary>Draws the prison, 420 x 480, or writes it as text.</summary>
internal static class PrisonRenderer
{
    private const int Cell = 56, Left = 14, Top = 74, Width = 420, Height = 480;

    public static Frame Draw(PrisonState state)
    {
        var canvas = new Canvas(Width, Height, 0xF8F9FA);
        Message(canvas, state.Message);
        canvas.Text(Width - 26 - 4 * 2 * Glyphs.Width, 30, 2, state.Cycle.ToString("D4", CultureInfo.InvariantCulture), 0x868E96);
        canvas.Rectangle(Left - 4, Top - 4, PrisonRules.Size * Cell + 8, PrisonRules.Size * Cell + 8, 0x495057);
        for (var row = 0; row < PrisonRules.Size; row++)
        {
            for (var column = 0; column < PrisonRules.Size; column++)
            {
                var (x, y) = (Left + column * Cell, Top + row * Cell);
                canvas.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2, (row + column) % 2 == 0 ? 0xE9ECEF : 0xDEE2E6);
            }
        }

        Door(canvas, state.Escape);
        Person(canvas, state.Guard, 0x364FC7, -8, "G");
        Person(canvas, state.Prisoner, 0xF08C00, 8, "P");
        return canvas.Frame;
    }

    public static string Write(PrisonState state)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"cycle {state.Cycle}  message {state.Message:b8}\n");
        for (var row = 0; row < PrisonRules.Size; row++)
        {
            for (var column = 0; column < PrisonRules.Size; column++)
            {
                var cell = new GridCell(row, column);
                text.Append(cell == state.Guard ? 'G' : cell == state.Prisoner ? 'P' : cell == state.Escape ? 'E' : '.');
                text.Append(column + 1 < PrisonRules.Size ? ' ' : '\n');
            }
        }

        return text.ToString();
    }

    // The highest bit first, as the number is written.
    private static void Message(Canvas canvas, byte message)
    {
        for (var i = 0; i < 8; i++)
        {
            var set = (message >> (7 - i) & 1) != 0;
            canvas.Rectangle(Left + i * 32, 22, 28, 28, 0x868E96);
            canvas.Rectangle(Left + i * 32 + 2, 24, 24, 24, set ? 0x2F9E44 : 0xF8F9FA);
            canvas.Text(Left + i * 32 + 9, 29, 2, set ? "1" : "0", set ? 0xF8F9FA : 0x868E96);
        }
    }

    private static void Door(Canvas canvas, GridCell cell)
    {
        float x = Left + cell.Column * Cell, y = Top + cell.Row * Cell;
        canvas.Rectangle(x + 10, y + 6, 36, 46, 0x2B8A3E);
        canvas.Rectangle(x + 14, y + 10, 28, 42, 0x8CE99A);
        canvas.Polygon([new(x + 20, y + 36), new(x + 28, y + 22), new(x + 36, y + 36)], 0x2B8A3E);
    }

    // Beside the middle of the cell, so that two in one cell are both seen.
    private static void Person(Canvas canvas, GridCell cell, Color color, int beside, string letter)
    {
        float x = Left + cell.Column * Cell + Cell / 2 + beside, y = Top + cell.Row * Cell;
        canvas.Disc(x, y + 16, 9, color);
        canvas.Polygon([new(x - 14, y + 52), new(x - 9, y + 27), new(x + 9, y + 27), new(x + 14, y + 52)], color);
        canvas.Text((int)x - 5, (int)y + 33, 2, letter, 0xF8F9FA);
    }
}
