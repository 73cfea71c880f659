using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A normalisation over a batch, with running statistics for evaluation.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight, ownBias;
    private Tensor? mean, variance, batches;

    private protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
        ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = ones(num_features, dtype: dtype, device: device).AsParameter();
            bias = zeros(num_features, dtype: dtype, device: device).AsParameter();
        }

        if (!track_running_stats) return;
        running_mean = zeros(num_features, dtype: dtype, device: device);
        running_var = ones(num_features, dtype: dtype, device: device);
        num_batches_tracked = tensor(0L, device: device);
    }

    public long num_features { get; }

    public double eps { get; set; }

    /// <summary>The weight of the newest batch in the running statistics; null for their plain mean.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

    public Parameter? weight
    {
        get => ownWeight;
        set => Replace(ref ownWeight, nameof(weight), value);
    }

    public Parameter? bias
    {
        get => ownBias;
        set => Replace(ref ownBias, nameof(bias), value);
    }

    public Tensor? running_mean
    {
        get => mean;
        set => Replace(ref mean, nameof(running_mean), value);
    }

    public Tensor? running_var
    {
        get => variance;
        set => Replace(ref variance, nameof(running_var), value);
    }

    public Tensor? num_batches_tracked
    {
        get => batches;
        set => Replace(ref batches, nameof(num_batches_tracked), value);
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        nn.init.ones_(weight!);
        nn.init.zeros_(bias!);
    }

    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        nn.init.zeros_(running_mean!);
        nn.init.ones_(running_var!);
        nn.init.zeros_(num_batches_tracked!);
    }

    protected abstract void ValidateInputDimensions(Tensor input);
}
