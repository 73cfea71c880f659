using RlLab.Tracking.Server;
using RlLab.Tracking.Server.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["host", var directory])
{
    await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = directory });
    Console.WriteLine(server.Address);
    await Task.Delay(Timeout.Infinite);
}

return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
