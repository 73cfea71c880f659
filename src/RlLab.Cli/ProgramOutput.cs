using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace RlLab.Cli;

/// <summary>Asks another program for a line.</summary>
internal static class ProgramOutput
{
    /// <summary>The first line that a program writes; null where there is no such program, or it fails.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder to run it in; null for the current one.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public static Task<string?> FirstLineAsync(string file, IEnumerable<string> arguments, string? folder, CancellationToken stopping) =>
        FirstLineAsync(new Command(file).WithArguments(arguments).WithWorkingDirectory(folder ?? ""), stopping);

    /// <summary>The first line that a program writes; null where there is no such program, or it fails.</summary>
    /// <param name="command">The program, its arguments and its environment.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public static async Task<string?> FirstLineAsync(Command command, CancellationToken stopping)
    {
        try
        {
            var program = await command.WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(stopping);
            return program.IsSuccess ? program.StandardOutput.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
