using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;
using AdamState = TorchSharp.Modules.Adam.State;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>A parameter that is a view into a stack, and what an optimiser remembers of it.</summary>
/// <param name="stack">The stack.</param>
/// <param name="parameter">The parameter; it is not kept alive.</param>
/// <param name="place">Its place in the stack.</param>
internal sealed class StackedParameter(ParameterStack stack, Parameter parameter, int place)
{
    private readonly WeakReference<Tensor> _parameter = new(parameter);
    private WeakReference<Tensor>? _firstMoment, _secondMoment;
    private object? _pass;
    private bool _hasGradient, _hasLeft;

    /// <summary>The stack.</summary>
    public ParameterStack Stack => stack;

    /// <summary>The place in it, from 0.</summary>
    public long Place => place;

    /// <summary>Whether nobody can ask for it any more.</summary>
    public bool IsGone => _hasLeft || !IsAlive(_parameter, out _);

    /// <summary>Whether a gradient is wanted of it.</summary>
    public bool IsLearned => IsAlive(_parameter, out var parameter) && parameter.requires_grad;

    /// <summary>Gives up the place: the parameter is trained on another thread from here on, and has a place in a stack there.</summary>
    public void Leave()
    {
        MoveAway(_parameter);
        MoveAway(_firstMoment);
        MoveAway(_secondMoment);
        _hasLeft = true;
    }

    /// <summary>Copies the parameter into the stack, and what is remembered of it, and makes them views of it.</summary>
    public void MoveHere()
    {
        if (_hasLeft)
        {
            return;
        }

        Move(_parameter, stack.Values);
        Move(_firstMoment, stack.FirstMoments);
        Move(_secondMoment, stack.SecondMoments);
    }

    /// <summary>Has the stack hold what Adam remembers of it.</summary>
    public void Hold(AdamState state)
    {
        if (IsThat(_firstMoment, state.exp_avg) && IsThat(_secondMoment, state.exp_avg_sq))
        {
            return;
        }

        // Another optimiser of the same parameter goes on with its own.
        MoveAway(_firstMoment);
        MoveAway(_secondMoment);
        (_firstMoment, _secondMoment) = (new(state.exp_avg), new(state.exp_avg_sq));
        Move(_firstMoment, stack.FirstMoments);
        Move(_secondMoment, stack.SecondMoments);
    }

    /// <summary>Begins a backward pass that is to leave the parameter a gradient.</summary>
    public void Begin(object pass) => (_pass, _hasGradient) = (pass, false);

    /// <summary>Whether a backward pass is to leave it a gradient.</summary>
    public bool IsOf(object pass) => ReferenceEquals(_pass, pass);

    /// <summary>Gives the parameter its gradient, or a further part of it where it was used twice.</summary>
    /// <param name="gradient">Shape: the parameter's.</param>
    public void Take(Tensor gradient)
    {
        if (!IsAlive(_parameter, out var parameter))
        {
            return;
        }

        if (_hasGradient)
        {
            parameter.grad!.add_(gradient);
        }
        else
        {
            parameter.grad = gradient;
        }

        _hasGradient = true;
    }

    /// <summary>Ends the backward pass: what the losses do not depend on has the gradient 0, if it has one.</summary>
    public void End()
    {
        if (!_hasGradient && IsAlive(_parameter, out var parameter))
        {
            parameter.grad?.zero_();
        }
    }

    private static bool IsAlive(WeakReference<Tensor>? kept, [NotNullWhen(true)] out Tensor? tensor)
    {
        tensor = null;
        return kept is not null && kept.TryGetTarget(out tensor) && !tensor.IsInvalid;
    }

    private static bool IsThat(WeakReference<Tensor>? kept, Tensor now) => IsAlive(kept, out var tensor) && ReferenceEquals(tensor, now);

    private static void MoveAway(WeakReference<Tensor>? kept)
    {
        using var noGrad = no_grad();
        if (IsAlive(kept, out var tensor))
        {
            Set(tensor, tensor.clone());
        }
    }

    private void Move(WeakReference<Tensor>? kept, Tensor all)
    {
        if (IsAlive(kept, out var tensor))
        {
            var here = all.select(0, place);
            here.copy_(tensor);
            Set(tensor, here);
        }
    }

#pragma warning disable RLLAB601 // Stacks are libtorch's alone.
    private static void Set(Tensor tensor, Tensor memory) => tensor.set_(memory);
#pragma warning restore RLLAB601
}
