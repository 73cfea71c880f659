using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module that has no state at all: nothing can be registered with it.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
{
    protected ParameterLessModule(string name) : base(name)
    {
    }

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Stateless("buffers");

    public override void register_parameter(string name, Parameter param) => throw Stateless("parameters");

    public override void register_module(string name, nn.Module submodule) => throw Stateless("submodules");

    private InvalidOperationException Stateless(string what) =>
        new($"{GetName()} has no state and cannot have {what}; derive from Module<,> instead.");
}
