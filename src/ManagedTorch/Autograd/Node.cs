using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Where a gradient goes: the operation that made an input, and which of its results that input was.</summary>
internal readonly record struct Edge(Node? Node, int Output);

/// <summary>
/// One operation in the autograd graph: what it kept from its forward pass, and how a gradient of its result becomes gradients of
/// its inputs. Nodes compute on plain memory; a backward pass records nothing.
/// <para>A node counts the handles and nodes that lead to it. When the last one goes it lets go of what it saved, so that disposing
/// a result frees its whole graph without the garbage collector.</para>
/// </summary>
internal abstract class Node
{
    private Edge first, second, third;
    private Edge[]? more;
    private int references = 1;
    private Tensor? gradient;

    /// <summary>The length of the longest way to a leaf. Nodes run in falling order of it, so each runs after all that feed it.</summary>
    public int Level { get; private set; }

    /// <summary>True while the node waits in an engine's queue.</summary>
    public bool Queued;

    /// <summary>True where its result is on the simulated device, so that gradients have to be there too.</summary>
    public virtual bool OnCuda { get; set; }

    /// <summary>What a GPU would launch for the backward pass: unless told otherwise, a kernel for each gradient that is wanted.</summary>
    public virtual int Launches =>
        Wanted(first) + Wanted(second) + Wanted(third) + (more is null ? 0 : more.Sum(Wanted));

    /// <summary>Handles of results whose gradients the user asked to keep.</summary>
    public List<Tensor>? Retaining;

    /// <summary>Sends gradients to the inputs: <see cref="Give"/> for a fresh one, <see cref="Pass"/> for one that others see too.</summary>
    public abstract void Backward(Tensor gradient);

    /// <summary>Gives back what the forward pass saved.</summary>
    public virtual void ReleaseSaved() { }

    public void Connect(Tensor input) => first = Link(input);

    public void Connect(Tensor a, Tensor b)
    {
        first = Link(a);
        second = Link(b);
    }

    public void Connect(Tensor a, Tensor? b, Tensor? c)
    {
        first = Link(a);
        if (b is not null) second = Link(b);
        if (c is not null) third = Link(c);
    }

    public void Connect(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length > 0) first = Link(inputs[0]);
        if (inputs.Length > 1) second = Link(inputs[1]);
        if (inputs.Length > 2) third = Link(inputs[2]);
        if (inputs.Length <= 3) return;
        more = new Edge[inputs.Length - 3];
        for (var i = 3; i < inputs.Length; i++) more[i - 3] = Link(inputs[i]);
    }

    /// <summary>Points the first input elsewhere, without touching counts; for operations in place on a view.</summary>
    public Edge ReplaceFirst(Edge edge)
    {
        var old = first;
        first = edge;
        return old;
    }

    /// <summary>Lets a node that contains another one run when the inner one could.</summary>
    protected void RaiseLevel(int level) => Level = Math.Max(Level, level);

    /// <summary>True where the input takes part in the gradient.</summary>
    public bool Needs(int input) => EdgeOf(input).Node is not null;

    /// <summary>Hands over a gradient that nobody else holds.</summary>
    protected void Give(int input, Tensor gradient)
    {
        var edge = EdgeOf(input);
        if (edge.Node is null) gradient.Free();
        else edge.Node.Receive(edge.Output, SimulatedDevice.Enabled ? Arrived(edge.Node, input, gradient) : gradient);
    }

    /// <summary>Hands on a gradient that somebody else still reads.</summary>
    protected void Pass(int input, Tensor gradient)
    {
        var edge = EdgeOf(input);
        if (edge.Node is null) return;
        var share = gradient.Share();
        edge.Node.Receive(edge.Output, SimulatedDevice.Enabled ? Arrived(edge.Node, input, share) : share);
    }

    /// <summary>Takes a gradient of a result and makes sure that the node will run.</summary>
    public virtual void Receive(int output, Tensor incoming)
    {
        ref var slot = ref Slot(output);
        slot = slot is null ? incoming : Accumulation.Sum(slot, incoming);
        if (!Queued) ThreadState.Current.Engine!.Enqueue(this);
    }

    protected virtual ref Tensor? Slot(int output) => ref gradient;

    /// <summary>
    /// Takes out a buffer of the input's gradient that may be added to in place; null where there is none yet. It has to be handed
    /// back with <see cref="Restore"/>.
    /// </summary>
    protected Tensor? TakePending(int input)
    {
        var edge = EdgeOf(input);
        return edge.Node?.Take(edge.Output);
    }

    /// <summary>The gradient of an input that is a leaf, to be added to in place; null where there is none yet.</summary>
    protected Tensor? LeafSum(int input) => EdgeOf(input).Node is Leaf leaf ? leaf.Sum : null;

    protected void Restore(int input, Tensor pending)
    {
        var edge = EdgeOf(input);
        Launch.Of("accumulate", pending);
        edge.Node!.PutBack(edge.Output, pending);
    }

    protected virtual Tensor? Take(int output)
    {
        ref var slot = ref Slot(output);
        if (slot is not { layout.Contiguous: true } pending || !pending.storage.Exclusive) return null;
        slot = null;
        return pending;
    }

    protected virtual void PutBack(int output, Tensor pending) => Slot(output) = pending;

    /// <summary>Uses up the gradients received.</summary>
    public virtual void Run()
    {
        var g = gradient!;
        gradient = null;
        if (Retaining is not null) Accumulation.Retain(Retaining, 0, g);
        Backward(g);
        g.Free();
    }

    /// <summary>The gradient that has arrived so far; for gradients asked for by autograd.grad.</summary>
    public Tensor? Received(int output) => Slot(output);

    /// <summary>Forgets what arrived, after a backward pass that failed.</summary>
    public virtual void Reset()
    {
        Queued = false;
        gradient?.Free();
        gradient = null;
    }

    public virtual Node Retain()
    {
        references++;
        return this;
    }

    /// <summary>Gives up one reference; nodes that nothing leads to any more let go of their inputs in turn.</summary>
    public virtual void Release()
    {
        if (--references > 0) return;
        ReleaseSaved();
        if (first.Node is null && second.Node is null && third.Node is null && more is null) return;
        // A loop and a list instead of recursion: a recurrent network's graph is as deep as its sequence is long.
        var waiting = ThreadState.Current.Released;
        waiting.Push(this);
        while (waiting.TryPop(out var node)) node.DropInputs(waiting);
    }

    /// <summary>An operation that this node contains and whose inputs go with it.</summary>
    protected virtual Node? Inner => null;

    private void DropInputs(Stack<Node> freed)
    {
        Inner?.DropInputs(freed);
        Drop(ref first, freed);
        Drop(ref second, freed);
        Drop(ref third, freed);
        if (more is null) return;
        for (var i = 0; i < more.Length; i++) Drop(ref more[i], freed);
    }

    private static void Drop(ref Edge edge, Stack<Node> freed)
    {
        var node = edge.Node;
        edge = default;
        if (node is null or Leaf || --node.references > 0) return;
        node.ReleaseSaved();
        freed.Push(node);
    }

    /// <summary>Lists the nodes that this one sends gradients to.</summary>
    public void AddInputsTo(List<Node> list)
    {
        if (first.Node is not null) list.Add(first.Node);
        if (second.Node is not null) list.Add(second.Node);
        if (third.Node is not null) list.Add(third.Node);
        foreach (var edge in more ?? []) if (edge.Node is not null) list.Add(edge.Node);
        Inner?.AddInputsTo(list);
    }

    /// <summary>Refuses a gradient on another device than what it is the gradient of; a single number may travel, as in PyTorch.</summary>
    private Tensor Arrived(Node target, int input, Tensor gradient)
    {
        if (gradient.OnCuda == target.OnCuda) return gradient;
        if (gradient.layout.Rank > 0)
            throw new TorchException(
                $"Function {Name} returned an invalid gradient at index {input} - expected device " +
                $"{(target.OnCuda ? Devices.Cuda : CPU)} but got {gradient.device}");
        var moved = Transfers.Move(gradient, target.OnCuda);
        gradient.Free();
        return moved;
    }

    /// <summary>What errors call the operation.</summary>
    protected virtual string Name => GetType().Name;

    private static int Wanted(Edge edge) => edge.Node is null ? 0 : 1;

    private Edge EdgeOf(int input) => input switch
    {
        0 => first,
        1 => second,
        2 => third,
        _ => more![input - 3],
    };

    private Edge Link(Tensor input)
    {
        var edge = input.GradientEdge();
        if (edge.Node is not null) Level = Math.Max(Level, edge.Node.Retain().Level + 1);
        return edge;
    }
}
