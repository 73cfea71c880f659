using System.Numerics.Tensors;

namespace RlLab.Inference;

/// <summary>The operators that have weights, and pooling.</summary>
internal static class Layers
{
    /// <summary>y = x W^T + b, of [1, inputs].</summary>
    public static Value Linear(Operands operands, List<Action> steps)
    {
        var node = operands.Node;
        if (node.Whole("transB", 0) != 1 || node.Whole("transA", 0) != 0 || node.Real("alpha", 1) != 1 || node.Real("beta", 1) != 1)
        {
            throw new InvalidDataException("it is no linear layer as RlLab's export writes it: transB must be 1, alpha and beta 1.");
        }

        var input = operands.Input;
        if (input.Shape is not [1, var inputs])
        {
            throw new InvalidDataException($"its input is of shape [{string.Join(", ", input.Shape)}], and must be of [1, inputs].");
        }

        var weights = operands.Weight(1, -1, inputs);
        var outputs = weights.Length / inputs;
        var output = Value.Of(1, outputs);
        var dense = new Dense(weights, operands.Has(2) ? operands.Weight(2, outputs) : [], outputs);
        steps.Add(() => dense.Run(input.Elements, output.Elements));
        return output;
    }

    /// <summary>A convolution of [1, channels, height, width], as a linear layer of each patch.</summary>
    public static Value Convolution(Operands operands, List<Action> steps)
    {
        var input = operands.Input;
        var groups = (int)Math.Clamp(operands.Node.Whole("group", 1), 1, int.MaxValue);
        if (input.Shape is not [1, var channels, _, _] || channels % groups != 0
            || operands.ShapeAt(1) is not [>= 1 and var filters, var depth, >= 1 and var height, >= 1 and var width]
            || filters % groups != 0 || depth != channels / groups)
        {
            throw new InvalidDataException($"its weights of shape [{string.Join(", ", operands.ShapeAt(1))}] do not fit what comes in.");
        }

        var weights = operands.Weight(1, filters, depth, height, width).AsSpan();
        var bias = operands.Has(2) ? operands.Weight(2, filters) : new float[filters];
        var window = new Window(operands.Node, input.Shape, height, width);
        var (each, patch) = (filters / groups, depth * height * width);
        var layers = new Dense[groups];
        for (var group = 0; group < groups; group++)
        {
            layers[group] = new Dense(weights.Slice(group * each * patch, each * patch), bias.AsSpan(group * each, each), each);
        }

        var output = Value.Of(1, filters, window.Rows, window.Columns);
        var (taken, made) = (new float[patch], new float[each]);
        steps.Add(() =>
        {
            for (var place = 0; place < window.Places; place++)
            {
                for (var group = 0; group < groups; group++)
                {
                    window.Take(input.Elements, group * depth, depth, place, 0, taken);
                    layers[group].Run(taken, made);
                    for (var filter = 0; filter < each; filter++)
                    {
                        output.Elements[(group * each + filter) * window.Places + place] = made[filter];
                    }
                }
            }
        });
        return output;
    }

    /// <summary>The greatest number of each window of [1, channels, height, width].</summary>
    public static Value Pool(Operands operands, List<Action> steps)
    {
        var (node, input) = (operands.Node, operands.Input);
        if (node.List("kernel_shape") is not [>= 1 and <= 1_000 and var height, >= 1 and <= 1_000 and var width]
            || input.Shape is not [1, var channels, _, _] || node.Whole("ceil_mode", 0) != 0)
        {
            throw new InvalidDataException("it is no pooling of windows within a picture.");
        }

        var window = new Window(node, input.Shape, (int)height, (int)width);
        var output = Value.Of(1, channels, window.Rows, window.Columns);
        var taken = new float[height * width];
        steps.Add(() =>
        {
            for (var (channel, i) = (0, 0); channel < channels; channel++)
            {
                for (var place = 0; place < window.Places; place++, i++)
                {
                    window.Take(input.Elements, channel, 1, place, float.NegativeInfinity, taken);
                    output.Elements[i] = TensorPrimitives.Max<float>(taken);
                }
            }
        });
        return output;
    }

    /// <summary>Each channel of [1, channels, ...], less its running mean and over its running deviation, scaled and shifted.</summary>
    public static Value BatchNorm(Operands operands, List<Action> steps)
    {
        var input = operands.Input;
        var (_, channels, size) = input.Along(1);
        var (scale, shift, mean, variance) = (
            operands.Weight(1, channels), operands.Weight(2, channels), operands.Weight(3, channels), operands.Weight(4, channels));
        var (factors, offsets) = (new float[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            factors[channel] = (float)(scale[channel] / Math.Sqrt(variance[channel] + operands.Node.Real("epsilon", 1e-5f)));
            offsets[channel] = shift[channel] - mean[channel] * factors[channel];
        }

        var output = Value.Of(input.Shape);
        steps.Add(() =>
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var numbers = output.Elements.AsSpan(channel * size, size);
                TensorPrimitives.Multiply(input.Elements.AsSpan(channel * size, size), factors[channel], numbers);
                TensorPrimitives.Add(numbers, offsets[channel], numbers);
            }
        });
        return output;
    }

    /// <summary>All that lies behind a dimension, less its mean and over its deviation, scaled and shifted.</summary>
    public static Value LayerNorm(Operands operands, List<Action> steps)
    {
        var (input, epsilon) = (operands.Input, operands.Node.Real("epsilon", 1e-5f));
        var (outer, first, inner) = input.Along(operands.Node.Whole("axis", -1));
        var size = first * inner;
        var (scale, shift) = (Part(1), operands.Has(2) ? Part(2) : new float[size]);
        var output = Value.Of(input.Shape);
        steps.Add(() =>
        {
            for (var row = 0; row < outer; row++)
            {
                var numbers = output.Elements.AsSpan(row * size, size);
                ReadOnlySpan<float> read = input.Elements.AsSpan(row * size, size);
                TensorPrimitives.Subtract(read, TensorPrimitives.Sum(read) / size, numbers);
                var deviation = MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(numbers) / size + epsilon);
                TensorPrimitives.Divide(numbers, deviation, numbers);
                TensorPrimitives.MultiplyAdd(numbers, scale, shift, numbers);
            }
        });
        return output;

        float[] Part(int index) => operands.Weight(index, operands.ShapeAt(index)) is var part && part.Length == size
            ? part
            : throw new InvalidDataException($"it scales {size} numbers by {part.Length}.");
    }
}
