using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core.Fuzz;

/// <summary>
/// A random computation of float64 tensors, made from a seed: smooth operations, views of views, shared subexpressions, writes in
/// place through views. It can be evaluated any number of times.
/// </summary>
internal sealed class RandomGraph
{
    private readonly Random random;
    private readonly List<Action<List<Tensor>>> steps = [];
    private readonly List<string> names = [];

    public RandomGraph(int seed)
    {
        random = new Random(seed);
        var generator = new Generator((ulong)seed);
        Leaves = Enumerable.Range(0, random.Next(1, 4)).Select(_ => rand(Sizes(), dtype: float64, generator: generator) * 2 - 1).ToArray();
        var values = Leaves.ToList();
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        for (var i = random.Next(4, 20); i > 0; i--) Grow(values);
    }

    public Tensor[] Leaves { get; }

    /// <summary>The sum of everything that was computed, each value with weights of its own.</summary>
    public Tensor Evaluate()
    {
        var values = Leaves.ToList();
        foreach (var step in steps) step(values);
        var total = zeros(1, float64).sum();
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            if (value.numel() == 0) continue;
            var weights = (arange(value.numel(), float64) * 0.37 + i).sin().reshape(value.shape);
            total = total + (value * weights).sum();
        }
        return total;
    }

    public override string ToString() => string.Join("; ", names);

    private long[] Sizes() => Enumerable.Range(0, random.Next(0, 4)).Select(_ => (long)random.Next(1, 4)).ToArray();

    private void Grow(List<Tensor> values)
    {
        var a = random.Next(values.Count);
        var b = random.Next(values.Count);
        var x = values[a];
        var rank = (int)x.ndim;
        var dim = rank == 0 ? 0 : random.Next(rank);
        switch (random.Next(24))
        {
            case 0: Add(values, $"tanh {a}", v => v[a].tanh()); break;
            case 1: Add(values, $"sigmoid {a}", v => v[a].sigmoid()); break;
            case 2: Add(values, $"exp tanh {a}", v => v[a].tanh().exp()); break;
            case 3: Add(values, $"softmax {a} {dim}", v => v[a].softmax(dim)); break;
            case 4: Add(values, $"square {a}", v => v[a].tanh().square()); break;
            case 5 when Broadcasts(x, values[b]): Add(values, $"{a} + {b}", v => v[a] + v[b]); break;
            case 6 when Broadcasts(x, values[b]): Add(values, $"{a} * {b}", v => v[a].tanh() * v[b]); break;
            case 7 when Broadcasts(x, values[b]): Add(values, $"{a} - {b}", v => v[a] - v[b]); break;
            case 8 when Broadcasts(x, values[b]): Add(values, $"{a} / {b}", v => v[a] / (v[b].square() + 1)); break;
            case 9: Add(values, $"reshape {a}", v => v[a].reshape(-1)); break;
            case 10 when rank > 1: Add(values, $"transpose {a}", v => v[a].transpose(0, dim)); break;
            case 11: Add(values, $"unsqueeze {a}", v => v[a].unsqueeze(dim)); break;
            case 12 when rank > 0: Add(values, $"select {a} {dim}", v => v[a].select(dim, -1)); break;
            case 13 when rank > 0: Add(values, $"slice {a} {dim}", v => v[a].slice(dim, 0, long.MaxValue, 2)); break;
            case 14: Add(values, $"expand {a}", v => v[a].unsqueeze(0).expand([2, .. v[a].shape])); break;
            case 15 when rank > 0: Add(values, $"sum {a} {dim}", v => v[a].sum(dim, keepdim: dim == 0)); break;
            case 16 when rank > 0: Add(values, $"mean {a} {dim}", v => v[a].mean([dim])); break;
            case 17 when rank > 0: Add(values, $"logsumexp {a} {dim}", v => v[a].logsumexp(dim)); break;
            case 18 when rank > 0: Add(values, $"cat {a} {a}", v => cat([v[a], v[a] * 2], dim)); break;
            case 19 when rank > 0: Add(values, $"flip {a}", v => v[a].flip(dim)); break;
            case 20 when rank == 2: Add(values, $"matmul {a}", v => v[a].mm(v[a].t()).tanh()); break;
            case 21 when rank > 0: Add(values, $"gather {a}", v => v[a].gather(dim, zeros(v[a].shape, int64))); break;
            case 22 when a >= Leaves.Length: Write(values, a, b, rank, dim); break;
            case 23 when rank > 0: WriteIntoFresh(values, a, dim); break;
        }
    }

    /// <summary>Overwrites a part of something computed before.</summary>
    private void Write(List<Tensor> values, int a, int b, int rank, int dim)
    {
        // What is broadcast has no memory of its own to write to.
        if (values[a].stride().Zip(values[a].shape).Any(d => d.First == 0 && d.Second > 1)) return;
        var fits = values[b].ndim <= rank && values[b].shape.Reverse().Zip(values[a].shape.Reverse()).All(d => d.First == d.Second || d.First == 1);
        switch (random.Next(4))
        {
            case 0: Add(values, $"{a} *= 0.7", v => { v[a].mul_(0.7); return v[a]; }); break;
            case 1 when rank > 0: Add(values, $"{a} part fill", v => { v[a].select(dim, 0).fill_(0.3); return v[a]; }); break;
            case 2 when rank > 0: Add(values, $"{a} part tanh_", v => { v[a].select(dim, 0).tanh_(); return v[a]; }); break;
            case 3 when fits && a != b: Add(values, $"{a} += {b}", v => { v[a].add_(v[b].sigmoid()); return v[a]; }); break;
        }
    }

    /// <summary>A new tensor, written to through views before it is used.</summary>
    private void WriteIntoFresh(List<Tensor> values, int a, int dim) => Add(values, $"fresh from {a}", v =>
    {
        var fresh = v[a].clone();
        var part = fresh.select(dim, 0);
        part.mul_(0.5);
        fresh.select(dim, -1).add_(part.sigmoid());
        fresh.flatten()[0].copy_(v[a].mean());
        return fresh * part.unsqueeze(dim);
    });

    private void Add(List<Tensor> values, string name, Func<List<Tensor>, Tensor> compute)
    {
        Tensor value;
        try
        {
            value = compute(values);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            throw new InvalidOperationException($"{this}; {name}: {e.Message}", e);
        }
        if (value.numel() > 64) return;
        values.Add(value);
        names.Add($"{values.Count - 1} = {name}");
        steps.Add(v => v.Add(compute(v)));
    }

    private static bool Broadcasts(Tensor a, Tensor b)
    {
        var (x, y) = (a.shape, b.shape);
        return x.Reverse().Zip(y.Reverse()).All(d => d.First == d.Second || d.First == 1 || d.Second == 1);
    }
}
