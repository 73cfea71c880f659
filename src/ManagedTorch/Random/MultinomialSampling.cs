using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Draws category numbers with given weights, a row of weights at a time.</summary>
internal static unsafe class MultinomialSampling
{
    public static Tensor Draw(Tensor weights, long count, bool replacement, Generator? generator)
    {
        var shape = weights.Live().layout;
        if (!Dtype.IsFloating(weights.element))
            throw new TorchException($"multinomial only supports floating-point dtypes for input, got: {weights.element}");
        if (shape.Rank is 0 or > 2)
            throw new TorchException($"multinomial() expects one or two dimensions, but the shape is {shape}.");
        var categories = shape.Sizes[^1];
        if (count <= 0 || (!replacement && count > categories))
            throw new TorchException(
                $"multinomial() cannot draw {count} of {categories} categories{(replacement ? "" : " without replacement")}.");
        Launch.Of("multinomial", weights);
        var rows = shape.Rank == 1 ? 1 : shape.Sizes[0];
        var result = Tensor.Result(shape.Rank == 1 ? Shape.Of(count) : Shape.Of(rows, count), ScalarType.Int64);
        var wide = Copying.AsContiguous(weights, ScalarType.Float64);
        Check((double*)wide.pointer, rows, categories);
        if (replacement && count > 1) WithReplacement(wide, rows, categories, count, result, weights.element, generator);
        else Race(wide, rows, categories, count, result, weights.element, generator);
        Copying.Done(wide, weights);
        return result;
    }

    private static void Check(double* w, long rows, long categories)
    {
        for (long i = 0; i < rows; i++)
        {
            double sum = 0;
            for (long j = 0; j < categories; j++)
            {
                var weight = w[i * categories + j];
                if (!(weight >= 0) || double.IsInfinity(weight))
                    throw new TorchException("probability tensor contains either `inf`, `nan` or element < 0");
                sum += weight;
            }
            if (sum == 0) throw new TorchException("invalid multinomial distribution (sum of probabilities <= 0)");
        }
    }

    /// <summary>The category at which the running sum passes a uniform number.</summary>
    private static void WithReplacement(Tensor weights, long rows, long categories, long count, Tensor result, ScalarType type,
        Generator? generator)
    {
        var single = type == ScalarType.Float32;
        var sums = new double[categories];
        using var source = Generator.For(weights, generator).Lock();
        for (long i = 0; i < rows; i++)
        {
            double sum = 0;
            for (long j = 0; j < categories; j++)
            {
                sum = Round(sum + ((double*)weights.pointer)[i * categories + j]);
                sums[j] = sum;
            }
            for (long j = 0; j < categories; j++) sums[j] = Round(sums[j] / sum);
            sums[categories - 1] = 1;
            for (long s = 0; s < count; s++)
            {
                var u = source.Double();
                long low = 0, high = categories;
                while (high > low)
                {
                    var middle = low + (high - low) / 2;
                    if (sums[middle] < u) low = middle + 1;
                    else high = middle;
                }
                ((long*)result.pointer)[i * count + s] = low;
            }
        }

        double Round(double value) => single ? (float)value : value;
    }

    /// <summary>Without replacement: the largest quotients of weights and exponential numbers win.</summary>
    private static void Race(Tensor weights, long rows, long categories, long count, Tensor result, ScalarType type,
        Generator? generator)
    {
        var noise = Tensor.Fresh(Shape.Of(rows, categories), type);
        Sampling.Exponential(noise, 1, generator);
        var quotients = Copying.AsContiguous(noise, ScalarType.Float64);
        var q = (double*)quotients.pointer;
        for (long i = 0; i < rows * categories; i++)
        {
            q[i] = ((double*)weights.pointer)[i] / q[i];
            if (type == ScalarType.Float32) q[i] = (float)q[i];
        }
        for (long i = 0; i < rows; i++, q += categories)
            for (long s = 0; s < count; s++)
            {
                long best = 0;
                for (long j = 1; j < categories; j++) if (q[j] > q[best]) best = j;
                ((long*)result.pointer)[i * count + s] = best;
                q[best] = double.NegativeInfinity;
            }
        Copying.Done(quotients, noise);
        noise.Free();
    }
}
