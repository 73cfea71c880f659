using System.Numerics.Tensors;

namespace RlLab.Inference;

/// <summary>The operators that RlLab's export writes, as steps over values that are made once.</summary>
internal static class Operators
{
    private const string Known = "Add, BatchNormalization, Cast, Concat, Conv, Div, Elu, Exp, Flatten, Floor, Gemm, Identity, LayerNormalization, "
        + "LeakyRelu, LogSoftmax, Max, MaxPool, Min, Mul, ReduceMean, ReduceSum, Relu, Reshape, Sigmoid, Slice, Softmax, Softplus, Sub, Tanh";

    /// <summary>A loop over some numbers: reads the first, writes the second.</summary>
    private delegate void Loop(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>A loop over pairs of numbers.</summary>
    private delegate void PairLoop(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> output);

    /// <summary>Makes an operator ready.</summary>
    /// <param name="operands">What it is given.</param>
    /// <param name="steps">Receives what is to be done for each observation.</param>
    /// <returns>Where its output is after that.</returns>
    /// <exception cref="InvalidDataException">It is none of those known, or does not fit what it is given.</exception>
    public static Value Prepare(Operands operands, List<Action> steps)
    {
        var (node, alpha) = (operands.Node, operands.Node.Real("alpha", 1));
        return node.Operation switch
        {
            "Gemm" => Layers.Linear(operands, steps),
            "Conv" => Layers.Convolution(operands, steps),
            "MaxPool" => Layers.Pool(operands, steps),
            "BatchNormalization" => Layers.BatchNorm(operands, steps),
            "LayerNormalization" => Layers.LayerNorm(operands, steps),
            "Flatten" => Flatten(operands.Input, node.Whole("axis", 1)),
            "Reshape" => Reshape(operands.Input, operands.Wholes(1)),
            "Identity" or "Cast" => operands.Input,
            "Relu" => Each((x, y) => TensorPrimitives.Max(x, 0, y)),
            "Sigmoid" => Each((x, y) => TensorPrimitives.Sigmoid(x, y)),
            "Tanh" => Each((x, y) => TensorPrimitives.Tanh(x, y)),
            "Exp" => Each((x, y) => TensorPrimitives.Exp(x, y)),
            "Floor" => Each((x, y) => TensorPrimitives.Floor(x, y)),
            "LeakyRelu" => EachNumber(x => x >= 0 ? x : x * node.Real("alpha", 0.01f)),
            "Elu" => EachNumber(x => x >= 0 ? x : alpha * (MathF.Exp(x) - 1)),
            "Softplus" => EachNumber(x => MathF.Max(x, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(x)))),
            "Softmax" => Rows(Softmax),
            "LogSoftmax" => Rows(LogSoftmax),
            "Add" => Pairs((x, y, z) => TensorPrimitives.Add(x, y, z)),
            "Sub" => Pairs((x, y, z) => TensorPrimitives.Subtract(x, y, z)),
            "Mul" => Pairs((x, y, z) => TensorPrimitives.Multiply(x, y, z)),
            "Div" => Pairs((x, y, z) => TensorPrimitives.Divide(x, y, z)),
            "Max" => Pairs((x, y, z) => TensorPrimitives.Max(x, y, z)),
            "Min" => Pairs((x, y, z) => TensorPrimitives.Min(x, y, z)),
            "Concat" => Concat(),
            "ReduceSum" => Reduce(operands.Has(1) ? operands.Wholes(1) : null, isMean: false),
            "ReduceMean" => Reduce(node.List("axes"), isMean: true),
            "Slice" => Slice(),
            _ => throw new InvalidDataException($"it is none of those that can be run, which are those that RlLab's export writes: {Known}."),
        };

        Value Each(Loop loop)
        {
            var (input, output) = (operands.Input.Elements, Value.Of(operands.Input.Shape));
            steps.Add(() => loop(input, output.Elements));
            return output;
        }

        Value EachNumber(Func<float, float> function) => Each((x, y) =>
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = function(x[i]);
            }
        });

        Value Rows(Loop loop)
        {
            var input = operands.Input;
            var (outer, size, inner) = input.Along(node.Whole("axis", -1));
            if (inner != 1)
            {
                throw new InvalidDataException("it goes along a dimension that is not the last.");
            }

            var output = Value.Of(input.Shape);
            steps.Add(() =>
            {
                for (var row = 0; row < outer; row++)
                {
                    loop(input.Elements.AsSpan(row * size, size), output.Elements.AsSpan(row * size, size));
                }
            });
            return output;
        }

        Value Pairs(PairLoop loop)
        {
            var (first, second) = (operands.ValueAt(0), operands.ValueAt(1));
            var (large, small) = first.Length >= second.Length ? (first, second) : (second, first);

            // The smaller one is repeated behind each other: a single number, or one that the larger ends in.
            var row = small.Shape.SkipWhile(size => size == 1).ToArray();
            if (!row.AsSpan().SequenceEqual(large.Shape.AsSpan(Math.Max(0, large.Shape.Length - row.Length))))
            {
                throw new InvalidDataException(
                    $"[{string.Join(", ", first.Shape)}] and [{string.Join(", ", second.Shape)}] do not fit: one must end in the other's shape.");
            }

            int[] before = [.. Enumerable.Repeat(1, Math.Max(0, small.Shape.Length - large.Shape.Length))];
            var output = Value.Of([.. before, .. large.Shape]);
            var repeated = small.Length < large.Length ? new float[large.Length] : small.Elements;
            var (x, y) = small == first ? (repeated, large.Elements) : (large.Elements, repeated);
            if (repeated != small.Elements)
            {
                Repeat();
                if (!operands.IsConstant(small == first ? 0 : 1))
                {
                    steps.Add(Repeat);
                }
            }

            steps.Add(() => loop(x, y, output.Elements));
            return output;

            void Repeat()
            {
                for (var start = 0; start < repeated.Length; start += small.Length)
                {
                    small.Elements.CopyTo(repeated, start);
                }
            }
        }

        Value Reduce(IReadOnlyList<long>? axes, bool isMean)
        {
            var input = operands.Input;
            if (axes is not [var axis])
            {
                throw new InvalidDataException($"it reduces {axes?.Count ?? input.Shape.Length} dimensions, and one can be.");
            }

            var (outer, size, inner) = input.Along(axis);
            var at = (int)(axis < 0 ? axis + input.Shape.Length : axis);
            var output = Value.Of([.. input.Shape[..at], .. node.Whole("keepdims", 1) == 1 ? [1] : Array.Empty<int>(), .. input.Shape[(at + 1)..]]);
            steps.Add(() =>
            {
                for (var i = 0; i < outer * inner; i++)
                {
                    var (sum, first) = (0f, i / inner * size * inner + i % inner);
                    for (var j = 0; j < size; j++)
                    {
                        sum += input.Elements[first + j * inner];
                    }

                    output.Elements[i] = isMean ? sum / size : sum;
                }
            });
            return output;
        }

        Value Concat()
        {
            Value[] parts = [.. node.Inputs.Select((_, i) => operands.ValueAt(i))];
            if (parts.Any(part => part.Shape is not [1, _]) || node.Whole("axis", 1) is not (1 or -1))
            {
                throw new InvalidDataException("it joins values otherwise than one behind the other.");
            }

            var output = Value.Of(1, parts.Sum(part => part.Length));
            steps.Add(() =>
            {
                var start = 0;
                foreach (var part in parts)
                {
                    part.Elements.CopyTo(output.Elements, start);
                    start += part.Length;
                }
            });
            return output;
        }

        Value Slice()
        {
            var input = operands.Input;
            if ((operands.Wholes(1), operands.Wholes(2), operands.Wholes(3)) is not ([var start], [var end], [var axis]) || operands.Has(4)
                || input.Along(axis) is not (var outer, var size, 1) || start < 0 || end > size || start >= end)
            {
                throw new InvalidDataException("it takes no part of the last dimension.");
            }

            var length = (int)(end - start);
            var output = Value.Of([.. input.Shape[..^1], length]);
            steps.Add(() =>
            {
                for (var row = 0; row < outer; row++)
                {
                    input.Elements.AsSpan(row * size + (int)start, length).CopyTo(output.Elements.AsSpan(row * length));
                }
            });
            return output;
        }
    }

    private static Value Flatten(Value input, long axis) => axis == 1
        ? input.As(1, input.Length)
        : throw new InvalidDataException($"it flattens from dimension {axis}, and from 1 it can be.");

    /// <summary>0 keeps a size, and -1 takes what is left.</summary>
    private static Value Reshape(Value input, long[] asked)
    {
        long[] shape = [.. asked.Select((size, i) => size == 0 && i < input.Shape.Length ? input.Shape[i] : size)];
        var known = shape.Where(size => size != -1).Aggregate(1L, (product, size) => size is > 0 and <= int.MaxValue ? product * size : 0);
        long[] whole = [.. shape.Select(size => size == -1 && known > 0 ? input.Length / known : size)];
        return known > 0 && whole.All(size => size > 0) && whole.Aggregate(1L, (product, size) => product * size) == input.Length && whole[0] == 1
            ? input.As([.. whole.Select(size => (int)size)])
            : throw new InvalidDataException($"[{string.Join(", ", input.Shape)}] cannot become [{string.Join(", ", asked)}].");
    }

    private static void Softmax(ReadOnlySpan<float> input, Span<float> output)
    {
        TensorPrimitives.Subtract(input, TensorPrimitives.Max(input), output);
        TensorPrimitives.Exp(output, output);
        TensorPrimitives.Divide(output, TensorPrimitives.Sum<float>(output), output);
    }

    private static void LogSoftmax(ReadOnlySpan<float> input, Span<float> output)
    {
        TensorPrimitives.Subtract(input, TensorPrimitives.Max(input), output);
        var sum = 0f;
        foreach (var number in output)
        {
            sum += MathF.Exp(number);
        }

        TensorPrimitives.Subtract(output, MathF.Log(sum), output);
    }
}
