using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RlLab.Cli;

/// <summary>
/// Parts the host's own input and output from those of what it trains, which may print and read whatever it likes, from native code too.
/// </summary>
internal static partial class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>
    /// From here on whatever the process or its children print goes to its standard error, and whatever they read is empty. Who has taken
    /// <see cref="Console.In"/> or <see cref="Console.Out"/> before keeps what they were: each has a descriptor of its own, which no child gets.
    /// What a run prints as one of several lanes has its name before each line, as far as it prints by <see cref="Console"/> and on its own thread.
    /// </summary>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void LeaveToTheRun()
    {
        if (OperatingSystem.IsWindows())
        {
            using var nothing = File.OpenHandle("NUL", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Check(SetStdHandle(-10 - Input, nothing.DangerousGetHandle()));
            Check(SetStdHandle(-10 - Output, GetStdHandle(-10 - Error)));
            nothing.SetHandleAsInvalid();
        }
        else
        {
            using var nothing = File.OpenHandle("/dev/null");
            Check(Duplicate((int)nothing.DangerousGetHandle(), Input) >= 0);
            Check(Duplicate(Error, Output) >= 0);
        }

        Console.SetIn(TextReader.Null);
        Console.SetError(new LaneWriter(Console.Error));
        Console.SetOut(Console.Error);
    }

    private static void Check(bool done)
    {
        if (!done)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int descriptor, int onto);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStdHandle(int which, nint handle);
}
