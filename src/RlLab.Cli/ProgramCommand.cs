using System.Diagnostics;
using System.Reflection;

namespace RlLab.Cli;

/// <summary>What starts a program.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">What comes before the program's own: the assembly's path, where <c>dotnet</c> runs it.</param>
internal sealed record ProgramCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>What started this process.</summary>
    public static ProgramCommand Current
    {
        get
        {
            var process = Environment.ProcessPath!;
            return Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
                ? new ProgramCommand(process, [Assembly.GetEntryAssembly()!.Location])
                : new ProgramCommand(process, []);
        }
    }

    /// <summary>The command with further arguments.</summary>
    /// <param name="arguments">The program's own arguments.</param>
    public ProcessStartInfo With(IEnumerable<string> arguments) => new(File, [.. Arguments, .. arguments]);
}
