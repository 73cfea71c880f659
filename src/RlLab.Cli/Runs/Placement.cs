using System.Globalization;
using System.Runtime.CompilerServices;
using RlLab.Engines;
using TorchSharp;

namespace RlLab.Cli;

/// <summary>Where a run trains.</summary>
/// <param name="Engine">What executes torch.</param>
/// <param name="Device">The device, in torch's words: <c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="InstructionLimit">The newest instruction set that oneDNN may use; null for any.</param>
internal sealed record Placement(LoadedEngine Engine, string Device, string? InstructionLimit)
{
    /// <summary>Device and engine, as people read it: <c>cpu (managed engine)</c>.</summary>
    public override string ToString() => $"{Device} ({TorchEngines.Name(Engine.Engine)} engine)";

    /// <summary>Chooses an engine and a device, and loads the engine into this process.</summary>
    /// <param name="host">Has the environment.</param>
    /// <param name="screen">Told what a person should know of the choice.</param>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="engine">What <c>--engine</c> says; null where it is not given.</param>
    /// <param name="device">What <c>--device</c> says; null where it is not given.</param>
    /// <param name="experiment">Says whether it gains by a GPU.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <param name="elsewhere">Whether it trains on another machine, whose devices cannot be looked at from here.</param>
    /// <exception cref="UserException">There is no such device or engine, or it cannot be used.</exception>
    public static async Task<Placement> ChooseAsync(
        HostContext host,
        Screen screen,
        LabSettings settings,
        string? engine,
        string? device,
        ExperimentDescriptor experiment,
        CancellationToken stopping,
        bool elsewhere = false)
    {
        device ??= settings.Device;
        CheckDevice(device);
        try
        {
            var asked = engine is not null ? TorchEngines.Parse(engine, "--engine") : settings.Engine;
            var chosen = asked ?? Preferred(host, device, experiment, elsewhere);
            var limit = chosen == TorchEngine.Libtorch ? await new ConvolutionGuard(host).LimitAsync(stopping) : null;
            if (limit is not null)
            {
                screen.Note(
                    $"oneDNN is kept to {limit} ({ConvolutionCheck.LimitVariable}): "
                    + "with this processor's newer instructions its gradients are wrong.");
            }

            var loaded = TorchEngines.Use(chosen, host.Cores, limit);
            return new Placement(loaded, DeviceOf(loaded, device, experiment, elsewhere), limit);
        }
        catch (EngineException e)
        {
            throw new UserException(e.Message);
        }
    }

    /// <summary>Refuses what names no device, be it there or not.</summary>
    /// <param name="device">What was asked for.</param>
    /// <exception cref="UserException">It is no device's name.</exception>
    public static string CheckDevice(string device) =>
        device is "auto" or "cpu" or "cuda"
        || (device.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(device.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? device
            : throw new UserException($"There is no device '{device}': a device is auto, cpu, cuda or cuda:N.");

    /// <summary>The engine where none is asked for: libtorch for a GPU, RlLab's own for all else.</summary>
    private static TorchEngine Preferred(HostContext host, string device, ExperimentDescriptor experiment, bool elsewhere)
    {
        var wantsGpu = device != "cpu" && (device != "auto" || experiment.PrefersGpu);
        if (!wantsGpu || host.Variable("RLLAB_SIMULATE_CUDA") == "1")
        {
            return TorchEngine.Managed;
        }

        return elsewhere || CudaDriver.WhyNotUsable() is not { } reason ? TorchEngine.Libtorch
            : device == "auto" ? TorchEngine.Managed
            : throw NoDevice(device, reason);
    }

    /// <summary>Apart, so that torch is not looked for before it is chosen.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string DeviceOf(LoadedEngine engine, string asked, ExperimentDescriptor experiment, bool elsewhere)
    {
        if (asked == "cpu")
        {
            return "cpu";
        }

        if (asked == "auto")
        {
            return experiment.PrefersGpu && (elsewhere || torch.cuda.is_available()) ? "cuda:0" : "cpu";
        }

        var number = asked == "cuda" ? 0 : int.Parse(asked["cuda:".Length..], CultureInfo.InvariantCulture);
        if (elsewhere)
        {
            return $"cuda:{number}";
        }

        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return number < count
            ? $"cuda:{number}"
            : throw NoDevice(asked, count > 0 ? $"torch finds {count} GPU{(count == 1 ? "" : "s")}, counted from 0"
                : engine.Engine == TorchEngine.Managed ? "the managed engine computes on the CPU only (--engine libtorch)"
                : CudaDriver.WhyNotUsable() ?? "torch finds no GPU");
    }

    private static UserException NoDevice(string asked, string why) =>
        new($"'{asked}' was asked for, but {why}. Use --device auto or cpu to train without it.");
}
