using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Runs a backward pass: a queue of nodes, highest level first. As every consumer of a node has a higher level than the node, each
/// node runs once, after all its gradients have arrived, and no pass over the graph is needed beforehand.
/// </summary>
internal sealed class Engine
{
    private readonly List<(Node Node, int Output, Tensor? Gradient)> captures = [];
    private HashSet<Node>? useful;
    private Node[] heap = new Node[16];
    private int count;

    /// <summary>True where gradients go to whoever asked instead of to the leaves.</summary>
    public bool Capturing { get; private set; }

    /// <summary>
    /// Differentiates <paramref name="roots"/>, weighted with <paramref name="seeds"/> (used up). With <paramref name="inputs"/> it
    /// returns their gradients (null where one is not reached); without, it adds to the grad of every leaf.
    /// </summary>
    public static Tensor?[]? Run(ReadOnlySpan<Tensor> roots, ReadOnlySpan<Tensor> seeds, bool retainGraph,
        ReadOnlySpan<Tensor> inputs = default)
    {
        var state = ThreadState.Current;
        var outer = state.Engine;
        var gradDisabled = state.GradDisabled;
        // A backward pass may start another one (in a custom function); each has its own queue.
        var engine = outer is null ? state.IdleEngine ?? new Engine() : new Engine();
        state.IdleEngine = null;
        state.Engine = engine;
        state.GradDisabled = true;
        try
        {
            engine.Capturing = inputs.Length > 0;
            foreach (var input in inputs)
            {
                var edge = input.GradientEdge();
                if (edge.Node is null)
                    throw new TorchException("One of the tensors to differentiate with respect to does not require grad.");
                engine.captures.Add((edge.Node, edge.Output, null));
            }
            if (engine.Capturing) engine.FindUseful(roots);
            for (var i = 0; i < roots.Length; i++)
            {
                var edge = roots[i].GradientEdge();
                edge.Node!.Receive(edge.Output, seeds[i]);
            }
            engine.Drain(retainGraph);
            return engine.Capturing ? engine.captures.Select(capture => capture.Gradient).ToArray() : null;
        }
        finally
        {
            engine.Clear();
            state.GradDisabled = gradDisabled;
            state.Engine = outer;
            state.IdleEngine = engine;
        }
    }

    public void Enqueue(Node node)
    {
        node.Queued = true;
        if (count == heap.Length) Array.Resize(ref heap, count * 2);
        var i = count++;
        while (i > 0)
        {
            var parent = (i - 1) / 2;
            if (heap[parent].Level >= node.Level) break;
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = node;
    }

    /// <summary>Keeps a gradient that was asked for, once for each time that it was.</summary>
    public void Capture(Node node, Tensor incoming)
    {
        for (var i = 0; i < captures.Count; i++)
        {
            var (target, output, gradient) = captures[i];
            if (target != node) continue;
            var share = incoming.Share();
            captures[i] = (target, output, gradient is null ? Accumulation.Own(share) : Accumulation.Into(gradient, share));
        }
        incoming.Free();
    }

    private void Drain(bool retainGraph)
    {
        while (count > 0)
        {
            var node = Dequeue();
            node.Queued = false;
            if (Capturing)
            {
                CaptureResults(node);
                if (!LeadsOn(node))
                {
                    node.Reset();
                    continue;
                }
            }
            Launch.Backward(node);
            node.Run();
            if (!retainGraph) node.ReleaseSaved();
        }
    }

    /// <summary>
    /// Finds the nodes on the way to what was asked for; the rest of the graph is not run and keeps what it saved. In rising order
    /// of levels, a node's inputs are judged before it.
    /// </summary>
    private void FindUseful(ReadOnlySpan<Tensor> roots)
    {
        var reached = new HashSet<Node>();
        var waiting = new List<Node>();
        foreach (var root in roots) if (root.GradientEdge().Node is { } node) waiting.Add(node);
        while (waiting.Count > 0)
        {
            var node = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
            if (reached.Add(node)) node.AddInputsTo(waiting);
        }
        useful = [];
        foreach (var capture in captures) useful.Add(capture.Node);
        foreach (var node in reached.OrderBy(node => node.Level))
            if (LeadsOn(node))
                useful.Add(node);
    }

    /// <summary>True where one of the node's inputs is on the way to what was asked for.</summary>
    private bool LeadsOn(Node node)
    {
        var inputs = new List<Node>();
        node.AddInputsTo(inputs);
        return inputs.Exists(useful!.Contains);
    }

    private void CaptureResults(Node node)
    {
        for (var i = 0; i < captures.Count; i++)
        {
            var (target, output, _) = captures[i];
            if (target == node && node.Received(output) is { } gradient)
            {
                Launch.On(gradient);
                captures[i] = (target, output, Copying.Contiguous(gradient));
            }
        }
    }

    private Node Dequeue()
    {
        var top = heap[0];
        var last = heap[--count];
        heap[count] = null!;
        var i = 0;
        while (true)
        {
            var child = 2 * i + 1;
            if (child >= count) break;
            if (child + 1 < count && heap[child + 1].Level > heap[child].Level) child++;
            if (heap[child].Level <= last.Level) break;
            heap[i] = heap[child];
            i = child;
        }
        if (count > 0) heap[i] = last;
        return top;
    }

    private void Clear()
    {
        for (var i = 0; i < count; i++)
        {
            heap[i].Reset();
            heap[i] = null!;
        }
        count = 0;
        captures.Clear();
        useful = null;
        Capturing = false;
    }
}
