using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions of one and two dimensions share.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight, ownBias;

    private protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
        Padding? padding_type, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device,
        ScalarType? dtype)
        : base(name)
    {
        if (in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException(
                $"{name}: {in_channels} input and {out_channels} output channels do not divide into {groups} groups.");
        if (padding_type == Padding.Same && stride.Any(step => step != 1))
            throw new ArgumentException($"{name}: Padding.Same is for strides of 1 only.");
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding ?? (padding_type is null or Padding.Valid ? new long[kernel_size.Length] : null);
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.padding_mode = padding_mode;
        this.groups = groups;
        weight = empty([out_channels, in_channels / groups, .. kernel_size], dtype: dtype, device: device).AsParameter();
        this.bias = bias ? empty(out_channels, dtype: dtype, device: device).AsParameter() : null;
        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    /// <summary>Null with <see cref="Padding.Same"/>, whose sides may differ.</summary>
    public long[]? padding { get; }

    public Padding? padding_type { get; }

    public long[] dilation { get; set; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public Parameter weight
    {
        get => ownWeight!;
        set => Replace(ref ownWeight, nameof(weight), value);
    }

    public Parameter? bias
    {
        get => ownBias;
        set => Replace(ref ownBias, nameof(bias), value);
    }

    public void reset_parameters() => Initialisation.OfWeightAndBias(weight, bias);

    /// <summary>The layer as it stands alone.</summary>
    private protected Tensor Convolve(Tensor input)
    {
        RequireShape(input);
        var (padded, left) = Padded(input);
        return Convolutions.Apply(Geometry(left), padded, weight, bias);
    }

    /// <summary>
    /// The same with a neighbour on either side: the normalization with ReLU before, and the one behind that wants the moments of
    /// the result's planes; only where <see cref="PadsOnTheWay"/>.
    /// </summary>
    internal Tensor Between(Tensor input, DeferredBatchNorm? before, bool wantsMoments, out Tensor? moments)
    {
        RequireShape(input);
        return Convolutions.Apply(Geometry(padding!), input, before, weight, bias, wantsMoments, out moments);
    }

    /// <summary>True where the padding is nothing but zeros that the convolution adds as it reads.</summary>
    internal bool PadsOnTheWay => padding is not null && padding_mode == PaddingModes.Zeros;

    /// <summary>How the convolution goes over its input, with the padding that is left for it.</summary>
    private protected abstract ConvolutionGeometry Geometry(long[] left);

    /// <summary>
    /// Pads by hand where the sides differ or the border is not zero; hands on what is left for the convolution to pad.
    /// </summary>
    private (Tensor Input, long[] Padding) Padded(Tensor input)
    {
        if (PadsOnTheWay) return (input, padding!);
        var mode = padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : padding_mode;
        return (nn.functional.pad(input, Sides(), mode), new long[kernel_size.Length]);
    }

    /// <summary>Before and after each dimension, the last dimension first, as <c>pad</c> takes them.</summary>
    private long[] Sides()
    {
        var sides = new List<long>();
        for (var i = kernel_size.Length - 1; i >= 0; i--)
        {
            var both = padding is null ? dilation[i] * (kernel_size[i] - 1) : 2 * padding[i];
            sides.Add(both / 2);
            sides.Add(both - both / 2);
        }

        return [.. sides];
    }

    private void RequireShape(Tensor input)
    {
        var spatial = kernel_size.Length;
        var rank = input.layout.Rank;
        var channels = rank == spatial + 2 ? 1 : rank == spatial + 1 ? 0 : -1;
        if (channels >= 0 && input.layout.Sizes[channels] == in_channels) return;
        throw new ArgumentException(
            $"{GetName()} expects {spatial + 2} dimensions (or {spatial + 1} without a batch) with {in_channels} channels, " +
            $"not the shape {input.layout}.");
    }
}
