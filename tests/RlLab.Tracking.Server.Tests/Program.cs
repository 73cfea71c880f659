using RlLab.Tracking.Server;
using RlLab.Tracking.Server.Tests;
using RlLab.Tracking.Server.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["host", var directory, .. var rest])
{
    await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = directory });
    if (rest is ["sample", ..])
    {
        // To look at the pages by hand: made-up results with everything that they show.
        SampleLab.AddSweep(server, directory);
        SampleLab.AddMany(server, rest is [_, var runs] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 1_000);
    }

    Console.WriteLine(server.Address);
    await Task.Delay(Timeout.Infinite);
}

return await ConsoleRunner.Run(args);
