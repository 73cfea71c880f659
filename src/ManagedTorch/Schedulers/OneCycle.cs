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
                /// One rise to the greatest rate and one fall far below the first (Smith and Topin 2019); momentum, or Adam's beta1,
                /// goes the other way.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int total;
                    private readonly bool cycleMomentum;
                    private readonly Func<double, double, double, double> anneal;
                    private readonly Group[] groups;
                    private readonly Phase[] phases;

                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25,
                        double final_div_factor = 10000, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, All(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            All(optimizer, base_momentum), All(optimizer, max_momentum), div_factor, final_div_factor,
                            three_phase, last_epoch, verbose)
                    {
                    }

                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true, IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 10000,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        total = Steps(total_steps, epochs, steps_per_epoch);
                        if (pct_start is not (>= 0 and <= 1))
                            throw new ArgumentException($"pct_start lies between 0 and 1, not at {pct_start}.");
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                            throw new ArgumentException(
                                $"{optimizer.GetType().Name} has no momentum to cycle; pass cycle_momentum: false.");
                        cycleMomentum = cycle_momentum;
                        anneal = anneal_strategy == AnnealStrategy.Cos
                            ? (start, end, part) => end + (start - end) / 2 * (Math.Cos(Math.PI * part) + 1)
                            : (start, end, part) => (end - start) * part + start;
                        groups =
                        [
                            .. max_lr.Zip(base_momentum ?? All(optimizer, 0.85), max_momentum ?? All(optimizer, 0.95)).Select(
                                group => new Group(
                                    group.First / div_factor, group.First, group.First / div_factor / final_div_factor,
                                    group.Second, group.Third)),
                        ];
                        phases = three_phase
                            ?
                            [
                                new Phase(pct_start * total - 1, g => g.First, g => g.Greatest, Rising: true),
                                new Phase(2 * pct_start * total - 2, g => g.Greatest, g => g.First, Rising: false),
                                new Phase(total - 1, g => g.First, g => g.Least, Rising: null),
                            ]
                            :
                            [
                                new Phase(pct_start * total - 1, g => g.First, g => g.Greatest, Rising: true),
                                new Phase(total - 1, g => g.Greatest, g => g.Least, Rising: false),
                            ];
                        step();
                    }

                    public enum AnnealStrategy
                    {
                        Cos = 0,
                        Linear = 1,
                    }

                    /// <summary>A group's rates and momenta; the lower momentum goes with the greatest rate.</summary>
                    private readonly record struct Group(
                        double First, double Greatest, double Least, double LowerMomentum, double UpperMomentum);

                    /// <summary>
                    /// From one rate to another, up to a step; while the rate rises momentum falls, and null leaves it high.
                    /// </summary>
                    private sealed record Phase(double End, Func<Group, double> From, Func<Group, double> To, bool? Rising);

                    protected override IEnumerable<double> get_lr()
                    {
                        if (Epoch > total)
                            throw new InvalidOperationException($"The cycle has {total} steps, this is step {Epoch + 1}.");
                        var index = Array.FindIndex(phases, phase => Epoch <= phase.End);
                        if (index < 0) index = phases.Length - 1;
                        var (current, start) = (phases[index], index == 0 ? 0 : phases[index - 1].End);
                        var part = (Epoch - start) / (current.End - start);
                        if (cycleMomentum) SetMomenta(current, part);
                        return groups.Select(group => anneal(current.From(group), current.To(group), part));
                    }

                    private void SetMomenta(Phase phase, double part)
                    {
                        foreach (var (controller, group) in Optimizer.ParamGroups.Zip(groups))
                        {
                            var momentum = phase.Rising switch
                            {
                                true => anneal(group.UpperMomentum, group.LowerMomentum, part),
                                false => anneal(group.LowerMomentum, group.UpperMomentum, part),
                                null => group.UpperMomentum,
                            };
                            if (controller is IMomentum withMomentum) withMomentum.Momentum = momentum;
                            else if (controller is IBetas withBetas) withBetas.Betas = (momentum, withBetas.Betas.Item2);
                        }
                    }

                    private static int Steps(int total, int epochs, int stepsPerEpoch)
                    {
                        if (total > 0) return total;
                        if (epochs > 0 && stepsPerEpoch > 0) return epochs * stepsPerEpoch;
                        throw new ArgumentException("Pass total_steps, or epochs and steps_per_epoch; each is at least 1.");
                    }

                    private static IEnumerable<double> All(Optimizer optimizer, double value) =>
                        optimizer.ParamGroups.Select(_ => value);
                }
            }

            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos,
                bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25,
                double final_div_factor = 10000, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                    base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}
