namespace TorchSharp.Kernels;

/// <summary>The sizes of a two-dimensional convolution over a batch of images; one dimension is a height of 1.</summary>
internal readonly record struct ConvolutionShape(
    int Batch, int Channels, int Height, int Width, int Filters, int KernelHeight, int KernelWidth, int StrideHeight,
    int StrideWidth, int PaddingHeight, int PaddingWidth, int DilationHeight = 1, int DilationWidth = 1, int Groups = 1)
{
    public int OutHeight => (Height + 2 * PaddingHeight - DilationHeight * (KernelHeight - 1) - 1) / StrideHeight + 1;

    public int OutWidth => (Width + 2 * PaddingWidth - DilationWidth * (KernelWidth - 1) - 1) / StrideWidth + 1;

    /// <summary>Pixels of a result.</summary>
    public int Pixels => OutHeight * OutWidth;

    public int GroupChannels => Channels / Groups;

    public int GroupFilters => Filters / Groups;

    /// <summary>Weights of one filter.</summary>
    public int Taps => GroupChannels * KernelHeight * KernelWidth;

    /// <summary>Rows of one phase of the padded image: those that some tap of some output reads.</summary>
    public int PhaseHeight => OutHeight + DilationHeight * (KernelHeight - 1) / StrideHeight;

    public int PhaseWidth => OutWidth + DilationWidth * (KernelWidth - 1) / StrideWidth;

    /// <summary>Elements of all phases of one channel.</summary>
    public int PhaseSize => StrideHeight * StrideWidth * PhaseHeight * PhaseWidth;

    /// <summary>A convolution of single pixels: a matrix product of the image as it is.</summary>
    public bool IsPointwise =>
        KernelHeight == 1 && KernelWidth == 1 && StrideHeight == 1 && StrideWidth == 1 && PaddingHeight == 0 && PaddingWidth == 0;

    /// <summary>Each phase is one tap's row of the columns: patches that touch and do not overlap.</summary>
    public bool PhasesAreColumns =>
        KernelHeight == StrideHeight && KernelWidth == StrideWidth && DilationHeight == 1 && DilationWidth == 1;
}
