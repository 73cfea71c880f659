namespace RlLab.Environments;

/// <summary>What a pursuer is doing.</summary>
internal enum PursuerPhase
{
    Waiting,
    Leaving,
    Roaming,
    Frightened,
    Returning,
}

/// <summary>One of the four that hunt the player.</summary>
internal struct Pursuer(int cell, PursuerPhase phase, int wait)
{
    public Mover Body = new(cell, Direction.Left);
    public PursuerPhase Phase = phase;

    /// <summary>How many frames it still stays in the house.</summary>
    public int Wait = wait;

    /// <summary>Whether it catches the player by touching.</summary>
    public readonly bool IsDangerous => Phase is PursuerPhase.Roaming or PursuerPhase.Leaving or PursuerPhase.Waiting;

    public readonly void Save(BinaryWriter writer)
    {
        Body.Save(writer);
        writer.Write((byte)Phase);
        writer.Write(Wait);
    }

    public static Pursuer Load(BinaryReader reader) =>
        new() { Body = Mover.Load(reader), Phase = (PursuerPhase)reader.ReadByte(), Wait = reader.ReadInt32() };
}
