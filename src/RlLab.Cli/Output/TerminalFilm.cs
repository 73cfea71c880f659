namespace RlLab.Cli;

/// <summary>Shows frames on a terminal while they pass, at the speed that they are meant for, in the same place.</summary>
/// <param name="terminal">The terminal; it knows escapes and 24-bit colour.</param>
/// <param name="columns">Its width in characters.</param>
/// <param name="rows">Its height in lines.</param>
/// <param name="clock">The clock.</param>
/// <param name="stopping">Ends the film at the next frame.</param>
internal sealed class TerminalFilm(TextWriter terminal, int columns, int rows, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Seconds from one picture to the next: terminals draw text slowly, and more of them would only lag behind.</summary>
    private const double Interval = 1 / 25.0;

    /// <summary>Shows frames, and passes each on.</summary>
    /// <param name="frames">The frames of one episode.</param>
    /// <param name="framesPerSecond">How fast they play.</param>
    public IEnumerable<Frame> Show(IEnumerable<Frame> frames, double framesPerSecond)
    {
        var (began, number, shown, lines) = (clock.GetTimestamp(), 0, double.NegativeInfinity, 0);
        foreach (var frame in frames)
        {
            var due = number++ / framesPerSecond;
            if (due - shown > Interval * 0.999)
            {
                shown = due;
                var early = TimeSpan.FromSeconds(due) - clock.GetElapsedTime(began);
                if (early > TimeSpan.Zero)
                {
                    stopping.WaitHandle.WaitOne(early);
                }

                stopping.ThrowIfCancellationRequested();
                var picture = FramePicture.Of(frame, columns, rows);
                terminal.Write(lines > 0 ? $"\u001b[{lines}A{picture}" : picture);
                lines = picture.Count(character => character == '\n');
            }

            yield return frame;
        }
    }
}
