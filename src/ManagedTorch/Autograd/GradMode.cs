namespace TorchSharp;

/// <summary>Switches the recording of the graph for this thread, until disposed.</summary>
internal sealed class GradMode : IDisposable
{
    private readonly bool disabled, inference;

    private GradMode(bool disabled, bool inference)
    {
        this.disabled = disabled;
        this.inference = inference;
    }

    public static bool Enabled => !ThreadState.Current.GradDisabled;

    public static GradMode Switch(bool enabled, bool? inference = null)
    {
        var state = ThreadState.Current;
        var mode = new GradMode(state.GradDisabled, state.Inference);
        state.GradDisabled = !enabled;
        state.Inference = inference ?? state.Inference;
        return mode;
    }

    public void Dispose()
    {
        var state = ThreadState.Current;
        state.GradDisabled = disabled;
        state.Inference = inference;
    }
}

public static partial class torch
{
    public static IDisposable no_grad() => GradMode.Switch(false);
    public static IDisposable enable_grad(bool enabled = true) => GradMode.Switch(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => GradMode.Switch(mode);
    public static IDisposable inference_mode(bool mode = true) => GradMode.Switch(!mode, mode);
    public static bool is_grad_enabled() => GradMode.Enabled;
    public static bool is_inference_mode_enabled() => ThreadState.Current.Inference;
}
