using RlLab.Tracking.Server;
using RlLab.Tracking.Server.Tests;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["host", var directory])
{
    await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = directory });
    Console.WriteLine(server.Address);
    await Task.Delay(Timeout.Infinite);
}

return await ConsoleRunner.Run(args);
