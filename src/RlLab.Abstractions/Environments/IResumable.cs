namespace RlLab;

/// <summary>Something whose whole state can be written and read back, so that it continues to the bit as if it had never stopped.</summary>
/// <remarks>The reader is built with the same settings as the writer was: settings are not part of the state.</remarks>
public interface IResumable
{
    /// <summary>Writes the state, generators included.</summary>
    /// <param name="writer">Receives it.</param>
    void SaveState(BinaryWriter writer);

    /// <summary>Takes over a state that <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Stands where the writer stood.</param>
    void RestoreState(BinaryReader reader);
}
