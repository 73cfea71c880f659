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

/// <summary>The state of the maze chase, all of it but the generator, and its course from level to level.</summary>
internal sealed partial class MazeGame
{
    public const int PelletPoints = 10, PowerPelletPoints = 50, FirstPursuerPoints = 200, ExtraLifeScore = 10_000;

    // As long as the waits that ArcadeEpisode skips: 80 steps of 4 frames at first, 36 for dying and getting ready again.
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
        ReadOnlySpan<int> numbers = [PhaseTime, Score, Lives, Level, WaveTime, FrightenedTime, Eaten, FruitLeft, Clock];
        foreach (var number in numbers)
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
}
