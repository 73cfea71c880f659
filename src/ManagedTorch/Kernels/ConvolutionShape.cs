namespace TorchSharp.Kernels;

/// <summary>The sizes of a two-dimensional convolution over a batch of images; one dimension is a height of 1.</summary>
internal readonly struct ConvolutionShape(
    int batch, int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int strideHeight,
    int strideWidth, int paddingHeight, int paddingWidth, int dilationHeight = 1, int dilationWidth = 1, int groups = 1)
{
    public readonly int Batch = batch, Channels = channels, Height = height, Width = width, Filters = filters, Groups = groups;
    public readonly int KernelHeight = kernelHeight, KernelWidth = kernelWidth;
    public readonly int StrideHeight = strideHeight, StrideWidth = strideWidth;
    public readonly int PaddingHeight = paddingHeight, PaddingWidth = paddingWidth;
    public readonly int DilationHeight = dilationHeight, DilationWidth = dilationWidth;

    public readonly int OutHeight = Out(height, kernelHeight, strideHeight, paddingHeight, dilationHeight);
    public readonly int OutWidth = Out(width, kernelWidth, strideWidth, paddingWidth, dilationWidth);

    /// <summary>Rows of one phase of the padded image: those that some tap of some output reads.</summary>
    public readonly int PhaseHeight =
        Out(height, kernelHeight, strideHeight, paddingHeight, dilationHeight)
            + dilationHeight * (kernelHeight - 1) / strideHeight;

    /// <summary>Columns of one phase.</summary>
    public readonly int PhaseWidth =
        Out(width, kernelWidth, strideWidth, paddingWidth, dilationWidth) + dilationWidth * (kernelWidth - 1) / strideWidth;

    public readonly int GroupChannels = channels / groups;
    public readonly int GroupFilters = filters / groups;

    /// <summary>Pixels of a result.</summary>
    public int Pixels => OutHeight * OutWidth;

    /// <summary>Elements of an image.</summary>
    public nint ImageSize => (nint)Channels * Height * Width;

    /// <summary>Elements of a result.</summary>
    public nint ResultSize => (nint)Filters * Pixels;

    /// <summary>Weights of one filter.</summary>
    public int Taps => GroupChannels * KernelHeight * KernelWidth;

    /// <summary>Elements of all phases of one channel.</summary>
    public int PhaseSize => StrideHeight * StrideWidth * PhaseHeight * PhaseWidth;

    /// <summary>A convolution of single pixels: a matrix product of the image as it is.</summary>
    public bool IsPointwise =>
        KernelHeight == 1 && KernelWidth == 1 && StrideHeight == 1 && StrideWidth == 1 && PaddingHeight == 0 && PaddingWidth == 0;

    /// <summary>Each phase is one tap's row of the columns: patches that touch and do not overlap.</summary>
    public bool PhasesAreColumns =>
        KernelHeight == StrideHeight && KernelWidth == StrideWidth && DilationHeight == 1 && DilationWidth == 1;

    /// <summary>
    /// The convolution with mirrored taps that takes the gradient of the result to the gradient of the image, which there is for
    /// a stride of one (and no more padding than a kernel reaches); else null.
    /// </summary>
    public ConvolutionShape? Reversed()
    {
        int rows = DilationHeight * (KernelHeight - 1) - PaddingHeight,
            columns = DilationWidth * (KernelWidth - 1) - PaddingWidth;
        if (StrideHeight != 1 || StrideWidth != 1 || rows < 0 || columns < 0 || IsPointwise)
            return null;
        return new(
            Batch, Filters, OutHeight, OutWidth, Channels, KernelHeight, KernelWidth, 1, 1, rows, columns, DilationHeight,
            DilationWidth, Groups);
    }

    private static int Out(int size, int kernel, int stride, int padding, int dilation)
    {
        var room = size + 2 * padding - dilation * (kernel - 1) - 1;
        return room < 0 ? 0 : room / stride + 1;
    }
}
