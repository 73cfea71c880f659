using System.Runtime.InteropServices;

namespace RlLab.Cli;

/// <summary>SIGUSR1, by which clusters tell that a process's time is nearly up. Windows has none.</summary>
internal static class TimeUpSignal
{
    private const int OnLinux = 10;
    private const int Elsewhere = 30;

    /// <summary>Listens until disposed.</summary>
    /// <param name="heard">Called when the signal comes, from another thread.</param>
    public static IDisposable? Register(Action heard) => OperatingSystem.IsWindows() ? null
        : PosixSignalRegistration.Create((PosixSignal)(OperatingSystem.IsLinux() ? OnLinux : Elsewhere), signal =>
        {
            signal.Cancel = true;
            heard();
        });
}
