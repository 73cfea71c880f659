namespace RlLab.Cli.Tests;

/// <summary>The program that tests start as a child: the host over hand-made experiments.</summary>
internal static class TestHostProgram
{
    public static string File { get; } =
        Path.Combine(AppContext.BaseDirectory, "RlLab.Cli.TestHost" + (OperatingSystem.IsWindows() ? ".exe" : ""));
}
