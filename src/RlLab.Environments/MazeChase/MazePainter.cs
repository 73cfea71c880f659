namespace RlLab.Environments;

/// <summary>Draws a game, touching only what has changed since the last time; what it shows depends on the game's state alone.</summary>
internal sealed class MazePainter
{
    private const int StatusTop = 178;

    private static readonly Color[] PursuerColors = [0xFF5C5C, 0xF08CFF, 0x3BE0E6, 0xFFA94D];
    private static readonly Color[] FruitColors = [0xFA5252, 0xFF922B, 0x94D82D, 0xF06595, 0xFCC419, 0x22B8CF, 0xE599F7];
    private static readonly Color PelletColor = 0xFFC9B5, Stalk = 0x82C91E;
    private static readonly Sprite Pellet = new("1111", "1111");
    private readonly Screen _screen = new();
    private bool _laid, _flashing;
    private CellSet _pellets;
    private (int Score, int Lives, int Level) _status;

    /// <summary>Brings the screen up to date.</summary>
    /// <returns>Red, green, blue, row by row; valid until the next call.</returns>
    public ReadOnlySpan<byte> Draw(MazeGame game)
    {
        _screen.Wipe();
        var flashing = game.Phase == GamePhase.Cleared && game.PhaseTime / 15 % 2 == 1;
        if (!_laid || flashing != _flashing)
        {
            _screen.Lay(flashing ? Backdrop.Flashing : Backdrop.Usual);
            (_laid, _flashing, _pellets, _status) = (true, flashing, default, default);
        }

        DrawPellets(game);
        DrawStatus(game);
        DrawFigures(game);
        return _screen.Pixels;
    }

    private void DrawPellets(MazeGame game)
    {
        var shown = game.Clock / 16 % 2 == 0 ? game.Pellets : game.Pellets - Maze.PowerPellets;
        var changed = shown ^ _pellets;
        for (var cell = changed.TakeFirst(); cell >= 0; cell = changed.TakeFirst())
        {
            var (x, y) = Pixel(cell);
            var power = Maze.PowerPellets.Contains(cell);
            if (!shown.Contains(cell))
            {
                _screen.Patch(_flashing ? Backdrop.Flashing : Backdrop.Usual, x - 4, y - 4, 8, 8);
            }
            else if (power)
            {
                _screen.Stamp(Sprites.PowerPellet, x - 3, y - 3, PelletColor);
            }
            else
            {
                _screen.Stamp(Pellet, x - 2, y - 1, PelletColor);
            }
        }

        _pellets = shown;
    }

    private void DrawStatus(MazeGame game)
    {
        var status = (game.Score, game.Lives, game.Level);
        if (status == _status)
        {
            return;
        }

        _status = status;
        _screen.Patch(Backdrop.Usual, 0, StatusTop, Screen.Width, Screen.Height - StatusTop);
        Span<char> digits = stackalloc char[10];
        game.Score.TryFormat(digits, out var count);
        _screen.StampText(digits[..count], 8, StatusTop + 4, 2, Sprites.White);
        for (var life = 1; life < Math.Min(game.Lives, 5); life++)
        {
            _screen.Stamp(Sprites.Player(Direction.Right, 3), 124 - 13 * life, StatusTop + 6, Sprites.Yellow);
        }

        _screen.Stamp(Sprites.Fruit, 142, StatusTop + 6, Fruit(game.Level), Stalk, Sprites.White);
    }

    private void DrawFigures(MazeGame game)
    {
        if (game.FruitLeft > 0)
        {
            var (x, y) = Pixel(Maze.Fruit);
            _screen.Figure(Sprites.Fruit, x - 5, y - 5, Fruit(game.Level), Stalk, Sprites.White);
        }

        DrawPlayer(game);
        for (var i = 0; i < game.Pursuers.Length && game.Phase is GamePhase.Ready or GamePhase.Playing; i++)
        {
            DrawPursuer(game, i);
        }

        if (game.Phase == GamePhase.Ready)
        {
            _screen.Text("READY!", Screen.Width / 2 - 3 * Glyphs.Width, Pixel(Maze.Fruit).Y - 4, Sprites.Yellow);
        }
    }

    private void DrawPlayer(MazeGame game)
    {
        var (x, y) = Pixel(game.Player);
        var sprite = game.Phase switch
        {
            GamePhase.Dying => Sprites.Death(1 - game.PhaseTime / (double)MazeGame.DyingTime),
            GamePhase.Playing => Sprites.Player(game.Player.Heading, game.Clock),
            _ => Sprites.Player(game.Player.Heading, 3),
        };
        _screen.Figure(sprite, x - 5, y - 5, Sprites.Yellow);
    }

    private void DrawPursuer(MazeGame game, int number)
    {
        var pursuer = game.Pursuers[number];
        var (x, y) = Pixel(pursuer.Body);
        if (pursuer.Phase == PursuerPhase.Waiting)
        {
            y += game.Clock / 16 % 2;
        }

        if (pursuer.Phase == PursuerPhase.Frightened)
        {
            var ending = game.FrightenedTime < 120 && game.FrightenedTime / 12 % 2 == 0;
            _screen.Figure(Sprites.Frightened, x - 5, y - 5, ending ? Sprites.White : Sprites.Fright, ending ? Sprites.Fright : Sprites.FrightFace);
        }
        else
        {
            var sprite = Sprites.Pursuer(pursuer.Body.Heading, withBody: pursuer.Phase != PursuerPhase.Returning);
            _screen.Figure(sprite, x - 5, y - 5, PursuerColors[number], Sprites.White, Sprites.Pupil);
        }
    }

    private static Color Fruit(int level) => FruitColors[(level - 1) % FruitColors.Length];

    // The pixel right of and below a middle: a cell has an even number of them.
    private static (int X, int Y) Pixel(Mover mover) => (Backdrop.Left + mover.X / Maze.Unit, Backdrop.Top + mover.Y / Maze.Unit);

    private static (int X, int Y) Pixel(int cell) => Pixel(new Mover(cell, Direction.None));
}
