namespace RlLab.Environments;

/// <summary>What grows harder from level to level. Speeds are in <see cref="Maze.Unit"/>s a frame, times in frames of 1/60 s.</summary>
internal sealed record LevelSettings(int PlayerSpeed, int PursuerSpeed, int FrightenedSpeed, int FrightenedTime, int FruitPoints, int[] Waves)
{
    public const int TunnelSpeed = 32, HouseSpeed = 32, ReturningSpeed = 128;

    private static readonly int[] FirstWaves = [420, 1200, 420, 1200, 300, 1200, 300];
    private static readonly int[] LaterWaves = [420, 1200, 300, 1200, 120];

    private static readonly LevelSettings[] Levels =
    [
        new(64, 60, 40, 360, 100, FirstWaves),
        new(68, 64, 42, 300, 200, LaterWaves),
        new(70, 67, 43, 240, 500, LaterWaves),
        new(72, 70, 44, 180, 700, LaterWaves),
        new(76, 74, 46, 150, 1000, LaterWaves),
        new(80, 78, 48, 120, 2000, LaterWaves),
        new(80, 82, 50, 60, 5000, LaterWaves),
    ];

    /// <summary>The settings of a level, counted from 1; the last ones stay.</summary>
    public static LevelSettings Of(int level) => Levels[Math.Min(level, Levels.Length) - 1];

    /// <summary>Whether the pursuers scatter at a time, or chase.</summary>
    /// <param name="time">Frames of play since the level began, without those in which pursuers were frightened.</param>
    /// <returns>The number of the wave: even ones scatter, odd ones chase, and the last one goes on for ever.</returns>
    public int Wave(int time)
    {
        var wave = 0;
        while (wave < Waves.Length && time >= Waves[wave])
        {
            time -= Waves[wave++];
        }

        return wave;
    }
}
