using System.Runtime.CompilerServices;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What all optimisers share: groups, states, their files, and the care around the fused step of one parameter.
/// </summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly List<ParamGroup> groups = [];

    // The same, laid out for the step: it runs once an update and on small networks must cost next to nothing.
    private readonly List<(OptimizerOptions Options, OptimizerState[] States)> work = [];

    internal OptimizerHelper()
    {
    }

    internal override IReadOnlyList<ParamGroup> Groups => groups;

    private protected abstract OptimizerState NewState(Parameter parameter, OptimizerOptions options);

    /// <summary>Fills what a group's options leave open with the optimiser's own, and checks the result.</summary>
    private protected abstract OptimizerOptions Complete(OptimizerOptions? options);

    /// <summary>One step of the parameters of one group.</summary>
    private protected abstract void Update(OptimizerOptions options, OptimizerState[] states);

    public override void add_param_group(ParamGroup param_group)
    {
        var parameters = param_group.Parameters.ToList();
        var known = new HashSet<Tensor>(this.parameters(), ReferenceEqualityComparer.Instance);
        if (parameters.Find(parameter => !known.Add(parameter)) is { } twice)
            throw new ArgumentException($"A parameter of shape {twice.layout} is given twice; each belongs to one group, once.");
        param_group.Parameters = parameters;
        var options = Complete(param_group.Options);
        options.InitialLearningRate = options.LearningRate!.Value;
        param_group.Options = options;
        groups.Add(param_group);
        work.Add((options, [.. parameters.Select(parameter => NewState(parameter, options))]));
    }

    /// <summary>Sets gradients to zero; TorchSharp keeps their memory, where Python lets go of it.</summary>
    public override void zero_grad()
    {
        foreach (var (_, states) in work)
        {
            foreach (var state in states)
            {
                if (state.Parameter.gradient is not { } gradient) continue;
                Launch.Of(nameof(zero_grad), gradient);
                Copying.Fill(gradient, 0);
                gradient.storage.Version++;
            }
        }
    }

    private protected override void Update()
    {
        foreach (var (options, states) in work) Update(options, states);
    }

    /// <summary>A parameter's gradient as contiguous rows, or null where it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static Tensor? GradientOf(Parameter parameter)
    {
        var gradient = parameter.gradient;
        return gradient is null || gradient.layout.Contiguous ? gradient : parameter.gradient = Accumulation.Own(gradient);
    }

    /// <summary>The parameter's values as contiguous rows, to be handed to <see cref="Finish"/> when they have changed.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="state">What the optimiser remembers of it, which was made like it.</param>
    /// <param name="kernels">The operations that TorchSharp's own loop, which is not fused, takes for the step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static Tensor Rows(Parameter parameter, Tensor gradient, Tensor state, int kernels)
    {
        Launch.Of("step", parameter, gradient, state, kernels);
        if (parameter.element != state.element)
            throw new InvalidOperationException(
                $"The parameter is {parameter.element}, but the optimizer was made when it was {state.element}; " +
                "convert a module before its optimizer is made.");
        return parameter.layout.Contiguous ? parameter : Copying.Contiguous(parameter);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static void Finish(Parameter parameter, Tensor rows)
    {
        if (!ReferenceEquals(rows, parameter))
        {
            Copying.Copy(rows, parameter);
            rows.Free();
        }

        parameter.storage.Version++;
        GC.KeepAlive(parameter);
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var (options, states) in work)
        {
            dictionary.Options.Add(options);
            dictionary.StateIndexRef.Add([.. Enumerable.Range(dictionary.State.Count, states.Length)]);
            dictionary.State.AddRange(states);
        }

        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        RequireSame(state_dict.Options.Count, own.Options.Count, "parameter groups");
        RequireSame(state_dict.State.Count, own.State.Count, "parameters");
        foreach (var (source, target) in state_dict.State.Zip(own.State)) source.Visit(new StateFit(target.Parameter));
        foreach (var (source, target) in state_dict.Options.Zip(own.Options))
        {
            if (!ReferenceEquals(source, target)) target.LoadStateDict(source);
        }

        foreach (var (source, target) in state_dict.State.Zip(own.State)) StateCopier.Copy(source, target);
    }

    /// <summary>Writes the optimiser's name, the numbers of groups and parameters, then options and states.</summary>
    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(own.Options.Count);
        writer.Encode(own.State.Count);
        own.Options.ForEach(options => options.SaveStateDict(writer));
        var visitor = new StateWriter(writer);
        own.State.ForEach(state => state.Visit(visitor));
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Reads what <c>save_state_dict</c> wrote for an optimiser of the same kind over the same parameters.</summary>
    public void load_state_dict(BinaryReader reader)
    {
        var saved = reader.ReadString();
        if (saved != GetType().Name)
            throw new InvalidDataException($"The state was saved by {saved} and cannot be loaded into {GetType().Name}.");
        var own = state_dict();
        RequireSame(reader.Decode(), own.Options.Count, "parameter groups");
        RequireSame(reader.Decode(), own.State.Count, "parameters");
        own.Options.ForEach(options => options.LoadStateDict(reader));
        own.State.ForEach(state => state.Visit(new StateReader(reader, state)));
    }

    /// <summary>Moves the state to a device; for a module that was moved after its optimiser was made.</summary>
    public void to(Device device)
    {
        var visitor = new StateMover(device);
        foreach (var (_, states) in work)
        {
            foreach (var state in states) state.Visit(visitor);
        }
    }

    private protected override void FreeState()
    {
        var visitor = new StateFreer();
        foreach (var (_, states) in work)
        {
            foreach (var state in states) state.Visit(visitor);
        }
    }

    private static void RequireSame(long found, long expected, string what)
    {
        if (found != expected) throw new ArgumentException($"The state has {found} {what}, this optimizer has {expected}.");
    }

    private protected static void Require(bool condition, string option, double value)
    {
        if (!condition)
            throw new ArgumentException($"Invalid {option}: {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
