namespace TorchSharp;

public static partial class torch
{
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of(rows, columns), dtype, device, requires_grad, generator);
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of([dim0, dim1, dim2]), dtype, device, requires_grad, generator);
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, generator);
    public static Tensor rand(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor rand(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of(rows, columns), dtype, device, requires_grad, generator);
    public static Tensor rand(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of([dim0, dim1, dim2]), dtype, device, requires_grad, generator);
    public static Tensor rand(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Uniform(Shape.Of([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, generator);
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of(rows, columns), dtype, device, requires_grad, generator);
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of([dim0, dim1, dim2]), dtype, device, requires_grad, generator);
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, generator);
    public static Tensor randn(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor randn(int rows, int columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of(rows, columns), dtype, device, requires_grad, generator);
    public static Tensor randn(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of([dim0, dim1, dim2]), dtype, device, requires_grad, generator);
    public static Tensor randn(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Normal(Shape.Of([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, generator);
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Integers(0, high, Shape.Of(new Size(size).Shape), dtype, device, requires_grad, generator);
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Integers(low, high, Shape.Of(new Size(size).Shape), dtype, device, requires_grad, generator);
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Integers(0, high, Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Integers(0, high, Shape.Of(size.Shape), dtype, device, requires_grad, generator);
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Integers(low, high, Shape.Of(size), dtype, device, requires_grad, generator);
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomFactory.Integers(low, high, Shape.Of(size.Shape), dtype, device, requires_grad, generator);
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        input.randint_like(low, high, dtype, device, requires_grad);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null)
    {
        Devices.Use(device);
        return Sampling.Permutation(n, dtype, generator);
    }

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        var tensor = Factory.Empty(Shape.Of(size), dtype, device, false).normal_(mean, std, generator);
        if (requires_grad) tensor.requires_grad = true;
        return tensor;
    }

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null)
    {
        var noise = Factory.Empty(Shape.Broadcast(mean.Live().layout, std.Live().layout), mean.element, mean.device, false).normal_(0,
            1, generator);
        return noise.mul_(std).add_(mean);
    }

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    public static double rand_float(Generator? generator = null) => RandomFactory.One(rand(1, generator: generator));
    public static double randn_float(Generator? generator = null) => RandomFactory.One(randn(1, generator: generator));
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);
    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);
    public static long randint_long(long low, long high, Generator? generator = null) =>
        (long)RandomFactory.One(randint(low, high, [1L], generator: generator));
    public static bool randint_bool(Generator? generator = null) => randint_long(0, 2, generator) == 1;

    public partial class Tensor
    {
        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Sampling.Uniform(this, from, to, generator);
            return this;
        }

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            Sampling.Normal(this, mean, std, generator);
            return this;
        }

        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            std > 0
                ? normal_(mean, std, generator).exp_()
                : throw new TorchException($"log_normal_ expects std > 0.0, but found std={std}");


        public Tensor exponential_(double lambda = 1, Generator? generator = null)
        {
            Sampling.Exponential(this, lambda, generator);
            return this;
        }

        public Tensor random_(double from, double to, Generator? generator = null)
        {
            Sampling.Integers(this, new Number(from).ToInt64(), new Number(to).ToInt64(), generator);
            return this;
        }

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null)
        {
            Sampling.Bernoulli(this, p, generator);
            return this;
        }

        public Tensor bernoulli_(Tensor p, Generator? generator = null)
        {
            Sampling.Bernoulli(this, p.Live(), generator);
            return this;
        }

        public Tensor bernoulli(Generator? generator = null)
        {
            Launch.On(Live());
            var result = Tensor.Result(layout.AsContiguous(), element);
            Sampling.Bernoulli(result, this, generator);
            return result;
        }

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            MultinomialSampling.Draw(this, num_samples, replacement, generator);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            RandomFactory.Uniform(Live().layout.AsContiguous(), dtype ?? element, device ?? this.device, requires_grad, null);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            RandomFactory.Normal(Live().layout.AsContiguous(), dtype ?? element, device ?? this.device, requires_grad, null);

        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            RandomFactory.Integers(low, high, Live().layout.AsContiguous(), dtype ?? element, device ?? this.device, requires_grad, null);
    }
}
