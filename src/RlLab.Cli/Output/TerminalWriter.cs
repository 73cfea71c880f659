using System.Text;

namespace RlLab.Cli;

/// <summary>
/// Writes to a terminal as long as it is there: after a hang-up, as of a closed ssh, what is written is lost and nothing fails of it.
/// </summary>
/// <param name="inner">The terminal, or what output was redirected to.</param>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    /// <summary>EIO, with which a terminal that is gone answers.</summary>
    private const int Gone = 5;

    /// <summary>Whether the program was started to outlive its terminal, as by <c>nohup</c>; then a hang-up is none of its business.</summary>
    public static bool HangUpIsIgnored
    {
        get
        {
            try
            {
                const string label = "SigIgn:";
                var mask = OperatingSystem.IsLinux()
                    ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal))?[label.Length..]
                    : null;
                return mask is not null && (Convert.ToUInt64(mask.Trim(), 16) & 1) == 1;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Do(() => inner.Write(value));

    public override void Write(string? value) => Do(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Do(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Do(() => inner.WriteLine(value));

    public override void Flush() => Do(inner.Flush);

    private static void Do(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e) when (e.HResult == Gone)
        {
            // Nobody is there to read it.
        }
    }
}
