namespace TorchSharp;

public static partial class torch
{
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Resizes the dimensions after batch and channels to a size or by a factor, to the nearest element.
            /// </summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (mode != InterpolationMode.Nearest) throw Unsupported.Feature($"{mode} interpolation");
                var spatial = x.layout.Rank - 2;
                var given = (Array?)size ?? scale_factor;
                if (size is null == scale_factor is null || given!.Length != spatial)
                    throw new ArgumentException(
                        $"Pass either {spatial} sizes or {spatial} scale factors for the shape {x.layout}.");
                using var scope = NewDisposeScope();
                var result = x.alias();
                for (var i = 0; i < spatial; i++)
                {
                    var length = x.layout.Sizes[i + 2];
                    var target = size?[i] ?? (long)Math.Floor(length * scale_factor![i]);
                    var step = scale_factor is null || recompute_scale_factor ? (float)length / target : (float)(1 / scale_factor[i]);
                    var sources = new long[target];
                    // In float32, as PyTorch: where a place is a whole number, one that rounds down belongs to the element before.
                    for (long j = 0; j < target; j++)
                        sources[j] = target == length ? j : target == 2 * length ? j / 2 : Math.Min((long)(j * step), length - 1);
                    result = result.index_select(i + 2, tensor(sources, device: x.device));
                }

                return result.MoveToOuterDisposeScope();
            }
        }
    }
}
