using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// t[..] with any mixture of indices: positions, ranges and new dimensions make a view; tensors of positions or bools then pick from it
/// by PyTorch's rules (they broadcast together; their dimensions come first unless they stand side by side).
/// </summary>
internal static class Indexer
{
    public static Tensor Get(Tensor x, ReadOnlySpan<TensorIndex> indices)
    {
        var view = View(x.Live(), indices, out var picks);
        return picks is null ? view : Picking.Get(view, picks);
    }

    public static void Set(Tensor x, ReadOnlySpan<TensorIndex> indices, Tensor value, bool accumulate = false)
    {
        using var scope = NewDisposeScope();
        var view = View(x.Live(), indices, out var picks);
        if (picks is not null) Picking.Put(view, picks, value, accumulate);
        else if (accumulate) view.add_(value);
        else view.copy_(Fitted(value.Live(), view.layout));
    }

    /// <summary>Leading dimensions of length 1 more than the target has are let through, as PyTorch does.</summary>
    private static Tensor Fitted(Tensor value, Shape target)
    {
        var extra = value.layout.Rank - target.Rank;
        if (extra <= 0) return value;
        for (var d = 0; d < extra; d++) if (value.layout.Sizes[d] != 1) return value;
        return value.reshape(value.layout.Sizes[extra..]);
    }

    /// <summary>Applies what makes views; <paramref name="picks"/> holds the tensors, one slot a dimension of the view.</summary>
    private static Tensor View(Tensor x, ReadOnlySpan<TensorIndex> indices, out Tensor?[]? picks)
    {
        var consumed = 0;
        var ellipses = 0;
        foreach (var index in indices)
        {
            consumed += index.Form switch
            {
                TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                TensorIndex.Kind.Tensor => IsMask(index.Positions!) ? index.Positions!.layout.Rank : 1,
                _ => 0,
            };
            if (index.Form == TensorIndex.Kind.Ellipsis) ellipses++;
        }
        if (ellipses > 1) throw new TorchException("An index can have only one ellipsis.");
        if (consumed > x.layout.Rank)
            throw new TorchException(
                $"too many indices for tensor of dimension {x.layout.Rank}: {consumed} for the shape {x.layout}");

        picks = null;
        var view = x;
        var dim = 0;
        foreach (var index in indices)
        {
            switch (index.Form)
            {
                case TensorIndex.Kind.Single:
                    view = view.select(dim, index.Start!.Value);
                    break;
                case TensorIndex.Kind.Slice:
                    var step = index.Step ?? 1;
                    if (step <= 0) throw new TorchException("slice step must be positive");
                    if (index.Start is not null || index.Stop is not null || step != 1)
                        view = view.slice(dim, index.Start ?? 0, index.Stop ?? long.MaxValue, step);
                    dim++;
                    break;
                case TensorIndex.Kind.None:
                    view = view.unsqueeze(dim++);
                    break;
                case TensorIndex.Kind.Ellipsis:
                    dim += x.layout.Rank - consumed;
                    break;
                case TensorIndex.Kind.Bool:
                    view = view.unsqueeze(dim);
                    (picks ??= new Tensor?[Shape.MaxRank])[dim++] = tensor(Enumerable.Repeat(0L,
                        (int)index.Start!.Value).ToArray());
                    break;
                default:
                    var positions = index.Positions!.Live();
                    if (!IsMask(positions))
                    {
                        (picks ??= new Tensor?[Shape.MaxRank])[dim++] = positions;
                        break;
                    }
                    for (var d = 0; d < positions.layout.Rank; d++)
                        if (positions.layout.Sizes[d] != view.layout.Sizes[dim + d])
                            throw new TorchException(
                                $"The shape of the mask {positions.layout} at index {d} does not match the shape of the indexed tensor "
                                + $"{view.layout} at index {dim + d}");
                    if (positions.layout.Rank == 0)
                    {
                        view = view.unsqueeze(dim);
                        (picks ??= new Tensor?[Shape.MaxRank])[dim++] = tensor(Enumerable.Repeat(0L,
                            positions.ToBoolean() ? 1 : 0).ToArray());
                        break;
                    }
                    foreach (var column in positions.nonzero().unbind(1)) (picks ??= new Tensor?[Shape.MaxRank])[dim++] = column;
                    break;
            }
        }
        return ReferenceEquals(view, x) && picks is null ? x.alias() : view;
    }

    private static bool IsMask(Tensor positions) => positions.Live().element is ScalarType.Bool or ScalarType.Byte;
}
