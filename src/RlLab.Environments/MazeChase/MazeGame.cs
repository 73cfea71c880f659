namespace RlLab.Environments;

/// <summary>What the game is doing.</summary>
internal enum GamePhase
{
    /// <summary>Everybody stands at the start and input is ignored.</summary>
    Ready,
    Playing,
    Dying,
    Cleared,
    Over,
}

/// <summary>The rules of the maze chase, one frame of 1/60 s at a time, and the whole state that they need but the generator.</summary>
internal sealed class MazeGame
{
    public const int PelletPoints = 10, PowerPelletPoints = 50, FirstPursuerPoints = 200, ExtraLifeScore = 10_000;

    // The first two are as long as the waits that section 2's experiment skips: 80 and 36 steps of 4 frames.
    public const int FirstReadyTime = 320, DyingTime = 84, ReadyTime = 60, ClearedTime = 120, FruitTime = 560;

    private static readonly int[] HouseWaits = [0, 60, 300, 600];

    private Mover _player;
    private CellSet _pellets;

    public MazeGame() => Start();

    public Pursuer[] Pursuers { get; } = new Pursuer[Hunt.Count];

    public Mover Player => _player;

    public CellSet Pellets => _pellets;

    public GamePhase Phase { get; private set; }

    /// <summary>How many frames the phase still lasts, unless it is play.</summary>
    public int PhaseTime { get; private set; }

    public int Score { get; private set; }

    /// <summary>The lives left, with the one that is being played.</summary>
    public int Lives { get; private set; }

    public int Level { get; private set; }

    /// <summary>Frames of the level's play that count for its waves.</summary>
    public int WaveTime { get; private set; }

    /// <summary>How long the pursuers stay frightened.</summary>
    public int FrightenedTime { get; private set; }

    /// <summary>How many pursuers were eaten since the last power pellet.</summary>
    public int Eaten { get; private set; }

    /// <summary>How long the fruit still lies there; 0 when there is none.</summary>
    public int FruitLeft { get; private set; }

    /// <summary>Frames since the episode began: the clock of everything that blinks and chews.</summary>
    public int Clock { get; private set; }

    public LevelSettings Settings => LevelSettings.Of(Level);

    /// <summary>The wave of the level: even ones scatter, odd ones chase.</summary>
    public int Wave => Settings.Wave(WaveTime);

    /// <summary>Sets up a new game.</summary>
    public void Start()
    {
        (Score, Lives, Level, Clock) = (0, 3, 0, 0);
        NextLevel(FirstReadyTime);
    }

    /// <summary>Lets one frame pass.</summary>
    /// <param name="action">Where the stick is.</param>
    /// <param name="random">The generator to draw from.</param>
    public void Tick(int action, RandomGenerator random)
    {
        Clock++;
        if (Phase == GamePhase.Playing)
        {
            Play(action, random);
        }
        else if (Phase != GamePhase.Over && --PhaseTime <= 0)
        {
            switch (Phase)
            {
                case GamePhase.Ready:
                    Phase = GamePhase.Playing;
                    break;
                case GamePhase.Dying:
                    Line(ReadyTime);
                    break;
                default:
                    NextLevel(ReadyTime);
                    break;
            }
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var pursuer in Pursuers)
        {
            pursuer.Save(writer);
        }

        _player.Save(writer);
        _pellets.Save(writer);
        writer.Write((byte)Phase);
        foreach (var number in (ReadOnlySpan<int>)[PhaseTime, Score, Lives, Level, WaveTime, FrightenedTime, Eaten, FruitLeft, Clock])
        {
            writer.Write(number);
        }
    }

    public void Load(BinaryReader reader)
    {
        for (var i = 0; i < Pursuers.Length; i++)
        {
            Pursuers[i] = Pursuer.Load(reader);
        }

        _player = Mover.Load(reader);
        _pellets = CellSet.Load(reader);
        Phase = (GamePhase)reader.ReadByte();
        (PhaseTime, Score, Lives, Level) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        (WaveTime, FrightenedTime, Eaten) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        (FruitLeft, Clock) = (reader.ReadInt32(), reader.ReadInt32());
    }

    private void NextLevel(int readyTime)
    {
        Level++;
        _pellets = Maze.Pellets;
        WaveTime = 0;
        Line(readyTime);
    }

    private void Line(int readyTime)
    {
        _player = new Mover(Maze.Start, Direction.Left);
        Pursuers[Hunt.Chaser] = new(Maze.Door, PursuerPhase.Roaming, 0);
        Pursuers[Hunt.Ambusher] = new(Maze.Home, PursuerPhase.Waiting, HouseWaits[1]);
        Pursuers[Hunt.Flanker] = new(Maze.Home - 1, PursuerPhase.Waiting, HouseWaits[2]);
        Pursuers[Hunt.Waverer] = new(Maze.Home + 1, PursuerPhase.Waiting, HouseWaits[3]);
        (FrightenedTime, FruitLeft) = (0, 0);
        (Phase, PhaseTime) = (GamePhase.Ready, readyTime);
    }

    private void Play(int action, RandomGenerator random)
    {
        FruitLeft = Math.Max(0, FruitLeft - 1);
        PassTime();
        MovePlayer(action);
        Eat();
        for (var i = 0; i < Pursuers.Length && Phase == GamePhase.Playing; i++)
        {
            MovePursuer(i, random);
        }

        for (var i = 0; i < Pursuers.Length && Phase == GamePhase.Playing; i++)
        {
            Meet(ref Pursuers[i]);
        }
    }

    private void PassTime()
    {
        if (FrightenedTime > 0)
        {
            if (--FrightenedTime == 0)
            {
                foreach (ref var pursuer in Pursuers.AsSpan())
                {
                    pursuer.Phase = pursuer.Phase == PursuerPhase.Frightened ? PursuerPhase.Roaming : pursuer.Phase;
                }
            }

            return;
        }

        var wave = Wave;
        WaveTime++;
        if (Wave != wave)
        {
            Reverse();
        }
    }

    private void MovePlayer(int action)
    {
        var (vertical, horizontal) = Joystick.Read(action);
        var left = Settings.PlayerSpeed;
        while (left > 0)
        {
            if (!_player.IsCentered)
            {
                var back = _player.Heading.Opposite();
                _player.Heading = vertical == back || horizontal == back ? back : _player.Heading;
            }
            else
            {
                _player.Heading = Turn(vertical, horizontal);
                if (!Maze.IsOpen(_player.Cell, _player.Heading))
                {
                    return;
                }
            }

            left = _player.Move(left);
        }
    }

    // Of two directions at once the one that leaves the present line comes first; a closed way is as if it were not asked for.
    private Direction Turn(Direction vertical, Direction horizontal)
    {
        var upright = _player.Heading is Direction.Up or Direction.Down;
        var (first, second) = upright ? (horizontal, vertical) : (vertical, horizontal);
        return Open(first) ? first : Open(second) ? second : _player.Heading;

        bool Open(Direction direction) => direction != Direction.None && Maze.IsOpen(_player.Cell, direction);
    }

    private void Eat()
    {
        var cell = _player.Cell;
        if (FruitLeft > 0 && cell == Maze.Fruit)
        {
            FruitLeft = 0;
            Gain(Settings.FruitPoints);
        }

        if (!_pellets.Contains(cell))
        {
            return;
        }

        _pellets.Remove(cell);
        if (Maze.PowerPellets.Contains(cell))
        {
            Gain(PowerPelletPoints);
            Frighten();
        }
        else
        {
            Gain(PelletPoints);
        }

        var left = _pellets.Count;
        if (left == Maze.Pellets.Count * 2 / 3 || left == Maze.Pellets.Count / 3)
        {
            FruitLeft = FruitTime;
        }

        if (left == 0)
        {
            (Phase, PhaseTime) = (GamePhase.Cleared, ClearedTime);
        }
    }

    private void Frighten()
    {
        (FrightenedTime, Eaten) = (Settings.FrightenedTime, 0);
        Reverse();
        foreach (ref var pursuer in Pursuers.AsSpan())
        {
            pursuer.Phase = pursuer.Phase == PursuerPhase.Roaming ? PursuerPhase.Frightened : pursuer.Phase;
        }
    }

    private void Reverse()
    {
        foreach (ref var pursuer in Pursuers.AsSpan())
        {
            if (pursuer.Phase is PursuerPhase.Roaming or PursuerPhase.Frightened)
            {
                pursuer.Body.Heading = pursuer.Body.Heading.Opposite();
            }
        }
    }

    private void MovePursuer(int number, RandomGenerator random)
    {
        ref var pursuer = ref Pursuers[number];
        if (pursuer.Phase == PursuerPhase.Waiting && --pursuer.Wait <= 0)
        {
            pursuer.Phase = PursuerPhase.Leaving;
        }

        var left = Speed(pursuer);
        while (left > 0)
        {
            if (pursuer.Body.IsCentered)
            {
                Arrive(ref pursuer);
                pursuer.Body.Heading = Hunt.Choose(this, number, random);
            }

            left = pursuer.Body.Move(left);
        }
    }

    private static void Arrive(ref Pursuer pursuer)
    {
        if (pursuer.Phase == PursuerPhase.Returning && pursuer.Body.Cell == Maze.Home)
        {
            pursuer.Phase = PursuerPhase.Leaving;
        }
        else if (pursuer.Phase == PursuerPhase.Leaving && pursuer.Body.Cell == Maze.Door)
        {
            (pursuer.Phase, pursuer.Body.Heading) = (PursuerPhase.Roaming, Direction.Left);
        }
    }

    private int Speed(in Pursuer pursuer) => pursuer.Phase switch
    {
        PursuerPhase.Waiting => 0,
        PursuerPhase.Leaving => LevelSettings.HouseSpeed,
        PursuerPhase.Returning => LevelSettings.ReturningSpeed,
        _ when Maze.IsTunnel(pursuer.Body.Cell) => LevelSettings.TunnelSpeed,
        PursuerPhase.Frightened => Settings.FrightenedSpeed,
        _ => Settings.PursuerSpeed,
    };

    private void Meet(ref Pursuer pursuer)
    {
        if (!pursuer.Body.Touches(_player))
        {
            return;
        }

        if (pursuer.Phase == PursuerPhase.Frightened)
        {
            pursuer.Phase = PursuerPhase.Returning;
            Gain(FirstPursuerPoints << Eaten++);
        }
        else if (pursuer.IsDangerous)
        {
            Lives--;
            (Phase, PhaseTime) = Lives == 0 ? (GamePhase.Over, 0) : (GamePhase.Dying, DyingTime);
        }
    }

    private void Gain(int points)
    {
        if (Score < ExtraLifeScore && Score + points >= ExtraLifeScore)
        {
            Lives++;
        }

        Score += points;
    }
}
