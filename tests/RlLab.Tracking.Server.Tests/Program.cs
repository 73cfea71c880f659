using RlLab.Tracking.Server;
using RlLab.Tracking.Server.Tests;
using RlLab.Tracking.Server.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["host", var directory, .. var rest])
{
    await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = directory });
    if (rest is ["sample", .. var sizes])
    {
        // To look at the pages by hand: made-up results with everything that they show, and many runs of many points.
        int[] numbers = [.. sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
        SampleLab.AddSweep(server, directory);
        SampleLab.AddMany(
            server,
            numbers is [var runs, ..] ? runs : 1_000,
            numbers is [_, var points, ..] ? points : 1,
            metrics: numbers is [_, _, var metrics, ..] ? metrics : 3);
    }

    Console.WriteLine(server.Address);
    await Task.Delay(Timeout.Infinite);
}

return await ConsoleRunner.Run(args);
