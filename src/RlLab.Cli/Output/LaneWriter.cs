using System.Text;
using RlLab.Lanes;

namespace RlLab.Cli;

/// <summary>Gives each run that trains as a lane what it prints itself; all else goes on as it is.</summary>
/// <param name="inner">Where it goes in the end.</param>
internal sealed class LaneWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (Lane.Current?.Owner is RunTraining run)
        {
            run.Print.Write(buffer, inner);
        }
        else
        {
            inner.Write(buffer);
        }
    }

    public override void Flush() => inner.Flush();
}
