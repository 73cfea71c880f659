using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Engines;

/// <summary>
/// Parameters of one shape, of a run each, one behind the other in one tensor, so that one operation serves them all. A parameter becomes a view into
/// it when it is first asked for together with others, and stays what it was to whoever holds it: a layer, an optimiser, a checkpoint.
/// </summary>
/// <remarks>
/// Of one thread, on which all parameters of a shape, a type and a device are in one stack. The place of a parameter that is gone is given to
/// another.
/// </remarks>
internal sealed class ParameterStack
{
    private static readonly ConditionalWeakTable<Parameter, StackedParameter> Stacked = [];

    [ThreadStatic]
    private static Dictionary<(string Shape, ScalarType Type, string Device), ParameterStack>? _stacks;

    // The layers of a network mostly have the same places in their stacks, and those who ask for actions are mostly those who asked before.
    [ThreadStatic]
    private static (long[] Places, string Device, Tensor Tensor)? _lastPlaces;

    private readonly List<StackedParameter> _parameters = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly string _device;

    private ParameterStack(Parameter like, string device)
    {
        _device = device;
        (Values, FirstMoments, SecondMoments) = (Allocate(like, 8), Allocate(like, 8), Allocate(like, 8));
    }

    /// <summary>Shape: [places, ...].</summary>
    public Tensor Values { get; private set; }

    /// <summary>What an optimiser remembers of their gradients. Shape: [places, ...].</summary>
    public Tensor FirstMoments { get; private set; }

    /// <summary>What it remembers of the gradients' squares. Shape: [places, ...].</summary>
    public Tensor SecondMoments { get; private set; }

    /// <summary>A parameter with its place in a stack of this thread.</summary>
    public static StackedParameter Of(Parameter parameter)
    {
        if (Stacked.TryGetValue(parameter, out var known) && known.Stack._thread == Environment.CurrentManagedThreadId)
        {
            return known;
        }

        known?.Leave();
        var device = parameter.device.ToString();
        var shape = (string.Join('x', parameter.shape), parameter.dtype, device);
        if (!(_stacks ??= []).TryGetValue(shape, out var stack))
        {
            _stacks[shape] = stack = new ParameterStack(parameter, device);
        }

        return stack.Add(parameter);
    }

    /// <summary>Whether a backward pass is to leave a parameter a gradient by way of a stack.</summary>
    public static bool IsOf(Parameter parameter, object pass) => Stacked.TryGetValue(parameter, out var known) && known.IsOf(pass);

    /// <summary>The rows of a stacked tensor that belong to some parameters, in their order: a view where they are neighbours.</summary>
    /// <param name="all">Shape: [places, ...].</param>
    /// <param name="places">Their places; null where they are neighbours.</param>
    /// <param name="parameters">The parameters.</param>
    public static Tensor Select(Tensor all, Tensor? places, StackedParameter[] parameters) =>
        places is null ? all.narrow(0, parameters[0].Place, parameters.Length) : all.index_select(0, places);

    /// <summary>The places of some parameters. Shape: [parameters]; null where they are neighbours.</summary>
    public static Tensor? Places(StackedParameter[] parameters)
    {
        var places = new long[parameters.Length];
        var areNeighbours = true;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = parameters[i].Place;
            areNeighbours &= places[i] == places[0] + i;
        }

        if (areNeighbours)
        {
            return null;
        }

        var device = parameters[0].Stack._device;
        if (_lastPlaces is { } last)
        {
            if (last.Device == device && last.Places.AsSpan().SequenceEqual(places))
            {
                return last.Tensor.detach();
            }

            last.Tensor.Dispose();
        }

        var tensor = torch.tensor(places, device: parameters[0].Stack.Values.device).DetachFromDisposeScope();
        _lastPlaces = (places, device, tensor);

        // Whoever asked has one of their own scope, which the next who ask for others do not end.
        return tensor.detach();
    }

    private StackedParameter Add(Parameter parameter)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var place = _parameters.FindIndex(stacked => stacked.IsGone);
        if (place < 0)
        {
            place = _parameters.Count;
            if (place == Values.shape[0])
            {
                Grow(parameter);
            }

            _parameters.Add(null!);
        }

        var added = _parameters[place] = new StackedParameter(this, parameter, place);
        added.MoveHere();
        Stacked.AddOrUpdate(parameter, added);
        return added;
    }

    private void Grow(Parameter like)
    {
        Tensor[] outgrown = [Values, FirstMoments, SecondMoments];
        var places = 2 * _parameters.Count;
        (Values, FirstMoments, SecondMoments) = (Allocate(like, places), Allocate(like, places), Allocate(like, places));
        _parameters.ForEach(parameter => parameter.MoveHere());
        Array.ForEach(outgrown, tensor => tensor.Dispose());
    }

    private static Tensor Allocate(Parameter like, long places) =>
        zeros([places, .. like.shape], like.dtype, like.device).DetachFromDisposeScope();
}
