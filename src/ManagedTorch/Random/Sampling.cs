using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Fills tensors with random numbers, drawing in PyTorch's order: that of memory (row by row unless the tensor is a view of another order), float32
/// from 24 bits of one word, float64 from 53 bits of two.
/// </summary>
internal static unsafe class Sampling
{
    public static void Uniform(Tensor target, double from, double to, Generator? generator)
    {
        RequireFloating(target, "uniform_");
        RequireHeld(target, "from", from);
        RequireHeld(target, "to", to);
        RequireHeld(target, "to - from", to - from);
        if (from > to)
            throw new TorchException($"uniform_ expects to return a [from, to) range, but found from={from} > to={to}");
        if (target.element == ScalarType.Float32) Fill(target, generator, new UniformSingles((float)from, (float)to));
        else Fill(target, generator, new UniformDoubles(from, to));
    }

    public static void Normal(Tensor target, double mean, double std, Generator? generator)
    {
        RequireFloating(target, "normal_");
        if (!(std >= 0)) throw new TorchException($"normal_ expects std >= 0.0, but found std {std}");
        // Sixteen and more numbers in a row are made sixteen at a time, from uniform numbers of the tensor's own type.
        if (target.layout.Count >= NormalBlocks.Length && target.layout.Contiguous)
            NormalBlocks.Fill(target, mean, std, Generator.For(target, generator));
        else Fill(target, generator, new NormalOneByOne(mean, std));
    }

    public static void Integers(Tensor target, long low, long high, Generator? generator)
    {
        if (low >= high)
            throw new TorchException($"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}");
        Fill(target, generator, new IntegerSource(low, (ulong)(high - low)));
    }

    public static void Exponential(Tensor target, double lambda, Generator? generator)
    {
        RequireFloating(target, "exponential_");
        if (!(lambda > 0)) throw new TorchException($"exponential_ expects lambda > 0.0, but found lambda={lambda}");
        Fill(target, generator, new ExponentialSource(lambda));
    }

    public static void Bernoulli(Tensor target, double p, Generator? generator)
    {
        RequireProbability(p);
        Fill(target, generator, new BernoulliSource(p));
    }

    /// <summary>Ones with the probabilities given, one each.</summary>
    public static void Bernoulli(Tensor target, Tensor p, Generator? generator)
    {
        RequireFloating(p, "bernoulli");
        if (p.layout.Count != target.layout.Count)
            throw new TorchException($"Probabilities of shape {p.layout} were given for a tensor of shape {target.layout}.");
        // They are read in the order that the target is filled in.
        var inOrder = p.layout.SameSizes(target.layout) ? p.Share(p.layout.Permuted(target.layout.OrderInMemory())) : p.Share();
        var probabilities = Copying.Contiguous(inOrder);
        inOrder.Free();
        Fill(target, generator, new BernoulliEach(probabilities));
        probabilities.Free();
    }

    public static Tensor Permutation(long n, ScalarType? dtype, Generator? generator)
    {
        var order = Tensor.Fresh(Shape.Of(n), ScalarType.Int64);
        Launch.Of("randperm", order);
        var p = (long*)order.pointer;
        for (long i = 0; i < n; i++) p[i] = i;
        using (var source = Generator.For(order, generator).Lock())
            for (long i = 0; i < n - 1; i++)
            {
                var j = i + source.Word() % (n - i);
                (p[i], p[j]) = (p[j], p[i]);
            }
        if (dtype is not { } wanted || wanted == ScalarType.Int64) return order.Register();
        var converted = Tensor.Result(order.layout, wanted);
        Copying.Copy(order, converted);
        order.Free();
        return converted;
    }

    private static void Fill<TSource>(Tensor target, Generator? generator, TSource source) where TSource : struct, ISource
    {
        InPlace.Check(target);
        Launch.Of("random", target);
        var node = target.Tracked ? new FillNode(target) : null;
        using (var lease = Generator.For(target, generator).Lock())
        {
            var n = target.layout.Count;
            switch (target.element)
            {
                case ScalarType.Float32 when target.layout.Contiguous:
                    for (long i = 0; i < n; i++) ((float*)target.pointer)[i] = (float)source.Next(lease, i);
                    break;
                case ScalarType.Float64 when target.layout.Contiguous:
                    for (long i = 0; i < n; i++) ((double*)target.pointer)[i] = source.Next(lease, i);
                    break;
                case ScalarType.Int64 when target.layout.Contiguous:
                    for (long i = 0; i < n; i++) ((long*)target.pointer)[i] = source.NextInteger(lease, i);
                    break;
                default:
                    var inOrder = target.Share(target.layout.Permuted(target.layout.OrderInMemory()));
                    var wide = Tensor.Fresh(inOrder.layout.AsContiguous(),
                        Dtype.IsFloating(target.element) ? ScalarType.Float64 : ScalarType.Int64);
                    for (long i = 0; i < n; i++)
                        if (wide.element == ScalarType.Float64) ((double*)wide.pointer)[i] = source.Next(lease, i);
                        else ((long*)wide.pointer)[i] = source.NextInteger(lease, i);
                    Copying.Copy(wide, inOrder);
                    wide.Free();
                    inOrder.Free();
                    break;
            }
        }
        InPlace.Done(target, node);
        GC.KeepAlive(target);
    }

    private static void RequireFloating(Tensor tensor, string operation)
    {
        if (!Dtype.IsFloating(tensor.Live().element))
            throw new TorchException($"{operation} is not defined for a tensor of {tensor.element}.");
    }

    private static void RequireHeld(Tensor target, string name, double value)
    {
        if (!(Math.Abs(value) <= (target.element == ScalarType.Float32 ? float.MaxValue : double.MaxValue)))
            throw new TorchException($"uniform_ expects numbers that {target.element} holds, but found {name}={value}");
    }

    private static void RequireProbability(double p)
    {
        if (!(p >= 0 && p <= 1)) throw new TorchException($"A probability lies between 0 and 1; {p} does not.");
    }

    private interface ISource
    {
        double Next(in Generator.Lease lease, long index);

        long NextInteger(in Generator.Lease lease, long index);
    }

    private readonly struct UniformSingles(float from, float to) : ISource
    {
        public double Next(in Generator.Lease lease, long index) => MathF.FusedMultiplyAdd(lease.Single(), to - from, from);

        public long NextInteger(in Generator.Lease lease, long index) => (long)Next(lease, index);
    }

    private readonly struct UniformDoubles(double from, double to) : ISource
    {
        public double Next(in Generator.Lease lease, long index) => Math.FusedMultiplyAdd(lease.Double(), to - from, from);

        public long NextInteger(in Generator.Lease lease, long index) => (long)Next(lease, index);
    }

    private readonly struct NormalOneByOne(double mean, double std) : ISource
    {
        public double Next(in Generator.Lease lease, long index) => lease.Normal() * std + mean;

        public long NextInteger(in Generator.Lease lease, long index) => (long)Next(lease, index);
    }

    private readonly struct IntegerSource(long low, ulong range) : ISource
    {
        public double Next(in Generator.Lease lease, long index) => NextInteger(lease, index);

        /// <summary>Of few numbers by 32 bits, whose remainders are then almost equally likely, and of more by 64.</summary>
        public long NextInteger(in Generator.Lease lease, long index) =>
            (long)((range >= 1ul << 28 ? lease.Words() : lease.Word()) % range) + low;
    }

    private readonly struct ExponentialSource(double lambda) : ISource
    {
        public double Next(in Generator.Lease lease, long index) => -1 / lambda * Wide.LogP1(-lease.Double());

        public long NextInteger(in Generator.Lease lease, long index) => (long)Next(lease, index);
    }

    private readonly struct BernoulliSource(double p) : ISource
    {
        public double Next(in Generator.Lease lease, long index) => lease.Double() < p ? 1 : 0;

        public long NextInteger(in Generator.Lease lease, long index) => (long)Next(lease, index);
    }

    private readonly struct BernoulliEach(Tensor p) : ISource
    {
        public double Next(in Generator.Lease lease, long index)
        {
            var single = p.element == ScalarType.Float32;
            double probability = single ? ((float*)p.pointer)[index] : ((double*)p.pointer)[index];
            RequireProbability(probability);
            return (single ? lease.Single() : lease.Double()) < probability ? 1 : 0;
        }

        public long NextInteger(in Generator.Lease lease, long index) => (long)Next(lease, index);
    }
}
