using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// The rate goes to and fro between two limits (Smith 2017), in straight lines whose height may shrink; momentum, or
                /// Adam's beta1, goes the other way.
                /// </summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double total, rise;
                    private readonly bool cycleMomentum;
                    private readonly Func<double, double> scale;
                    private readonly ScaleMode scaleMode;
                    private readonly Group[] groups;

                    public CyclicLR(
                        Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                        double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, All(optimizer, base_lr), All(optimizer, max_lr), step_size_up, step_size_down, mode, gamma,
                            scale_fn, scale_mode, cycle_momentum, All(optimizer, base_momentum), All(optimizer, max_momentum),
                            last_epoch, verbose)
                    {
                    }

                    public CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000,
                        int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1,
                        Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        var down = step_size_down < 0 ? step_size_up : step_size_down;
                        if (step_size_up < 1 || down < 1)
                            throw new ArgumentException($"A cycle rises and falls for at least one step each, not for {step_size_up} and {down}.");
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                            throw new ArgumentException(
                                $"{optimizer.GetType().Name} has no momentum to cycle; pass cycle_momentum: false.");
                        (total, rise) = (step_size_up + down, (double)step_size_up / (step_size_up + down));
                        cycleMomentum = cycle_momentum;
                        (scale, scaleMode) = scale_fn is not null ? (scale_fn, scale_mode) : mode switch
                        {
                            Mode.Triangular => (_ => 1, ScaleMode.Cycle),
                            Mode.Triangular2 => (cycle => Math.Pow(2, 1 - cycle), ScaleMode.Cycle),
                            _ => ((Func<double, double>)(step => Math.Pow(gamma, step)), ScaleMode.Iterations),
                        };
                        double[] least = EachGroup(optimizer, base_lr, 0), greatest = EachGroup(optimizer, max_lr, 0);
                        double[] lower = EachGroup(optimizer, base_momentum, 0.8), upper = EachGroup(optimizer, max_momentum, 0.9);
                        groups = [.. least.Select((_, i) => new Group(least[i], greatest[i], lower[i], upper[i]))];
                        step();
                    }

                    public enum Mode
                    {
                        /// <summary>Every cycle as high as the first.</summary>
                        Triangular = 0,

                        /// <summary>Every cycle half as high as the one before.</summary>
                        Triangular2 = 1,

                        /// <summary>Lower with every step, by the factor gamma.</summary>
                        ExpRange = 2,
                    }

                    /// <summary>What the height is a function of: the number of the cycle, from 1, or of the step.</summary>
                    public enum ScaleMode
                    {
                        Cycle = 0,
                        Iterations = 1,
                    }

                    private readonly record struct Group(double Least, double Greatest, double LowerMomentum, double UpperMomentum);

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + Epoch / total);
                        var part = 1 + Epoch / total - cycle;
                        var height = part <= rise ? part / rise : (part - 1) / (rise - 1);
                        height *= scale(scaleMode == ScaleMode.Cycle ? cycle : Epoch);
                        if (cycleMomentum) SetMomenta(height);
                        return groups.Select(group => group.Least + (group.Greatest - group.Least) * height);
                    }

                    private void SetMomenta(double height)
                    {
                        foreach (var (controller, group) in Optimizer.ParamGroups.Zip(groups))
                        {
                            var momentum = group.UpperMomentum - (group.UpperMomentum - group.LowerMomentum) * height;
                            if (controller is IMomentum withMomentum) withMomentum.Momentum = momentum;
                            else if (controller is IBetas withBetas) withBetas.Betas = (momentum, withBetas.Betas.Item2);
                        }
                    }

                    private static double[] EachGroup(Optimizer optimizer, IEnumerable<double>? given, double otherwise)
                    {
                        double[] values = [.. given ?? All(optimizer, otherwise)];
                        var count = optimizer.ParamGroups.Count();
                        if (values.Length != count)
                            throw new ArgumentException($"There are {count} groups of parameters, but limits for {values.Length}.");
                        return values;
                    }

                    private static IEnumerable<double> All(Optimizer optimizer, double value) =>
                        optimizer.ParamGroups.Select(_ => value);
                }
            }

            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null,
                impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true,
                double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum, last_epoch, verbose);

            public static LRScheduler CyclicLR(
                Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000,
                int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1,
                Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle,
                bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum, last_epoch, verbose);
        }
    }
}
