using System.CommandLine;
using System.Globalization;
using RlLab.Engines;

namespace RlLab.Cli;

/// <summary>
/// Says how far libtorch's convolution gradients are from right in this process; for <see cref="ConvolutionGuard"/>, not for people.
/// </summary>
internal sealed class ConvolutionCheckCommand : LabCommand
{
    public const string CommandName = "check-convolutions";

    public ConvolutionCheckCommand(HostContext host)
        : base(host, CommandName, "Say how far libtorch's convolution gradients are from right.", CommandName) => Hidden = true;

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        try
        {
            TorchEngines.Use(TorchEngine.Libtorch, threads: 1);
            Host.Output.WriteLine(ConvolutionCheck.LargestError().ToString("R", CultureInfo.InvariantCulture));
        }
        catch (EngineException e)
        {
            Host.Output.WriteLine(e.Message);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
