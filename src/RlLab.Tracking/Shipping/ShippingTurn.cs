namespace RlLab.Tracking;

/// <summary>Keeps two processes from sending one run to one server at the same time, which could create it twice.</summary>
internal static class ShippingTurn
{
    /// <summary>Takes the turn until disposed.</summary>
    /// <exception cref="ShipmentBusyException">Another process has it.</exception>
    public static IDisposable Take(string folder, string destination)
    {
        var file = Path.ChangeExtension(ShippingPosition.File(folder, destination), ".lock");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021))
        {
            throw new ShipmentBusyException();
        }
    }
}
