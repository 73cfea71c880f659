namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One schedule after the other, each from its milestone on; a warm-up before a decay, say.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] parts;
                    private readonly int[] milestones;

                    public SequentialLR(
                        Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones,
                        int last_epoch = -1)
                        : base(optimizer, last_epoch + 1)
                    {
                        parts = [.. schedulers];
                        this.milestones = [.. milestones];
                        RequireOneOptimizer(optimizer, parts);
                        if (this.milestones.Length != parts.Length - 1)
                            throw new ArgumentException(
                                $"{parts.Length} schedules need {parts.Length - 1} milestones, not {this.milestones.Length}.");
                        // Every schedule has set the rate when it was made; start over with the first.
                        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate;
                        foreach (var part in parts) part.StepBack();
                        parts[0].step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var passed = milestones.Count(milestone => milestone <= Epoch);
                        if (passed > 0 && milestones[passed - 1] == Epoch) parts[passed].step(0);
                        else parts[passed].step();
                        return CurrentRates;
                    }
                }

                /// <summary>Several schedules at once: each changes the rate that the ones before it have left.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] parts;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers) : this([.. schedulers])
                    {
                    }

                    private ChainedLR(LRScheduler[] parts) : base(parts[0].Optimizer)
                    {
                        RequireOneOptimizer(Optimizer, parts);
                        this.parts = parts;
                    }

                    public override void step()
                    {
                        foreach (var part in parts) part.step();
                        SetRates([.. CurrentRates]);
                    }
                }

                /// <summary>
                /// Lowers the rate when a measurement has not become better for a while: call <c>step</c> with it.
                /// </summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool lowerIsBetter, relative;
                    private readonly double factor, threshold, least;
                    private readonly double[] lowest;
                    private readonly int patience, cooldown;
                    private double best;
                    private int badSteps, cooling;

                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException($"The factor must be below 1, not {factor}.");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"The mode is 'min' or 'max', not '{mode}'.");
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"The threshold mode is 'rel' or 'abs', not '{threshold_mode}'.");
                        (lowerIsBetter, relative) = (mode == "min", threshold_mode == "rel");
                        (this.factor, this.patience, this.threshold, this.cooldown, least) = (factor, patience, threshold, cooldown, eps);
                        var groups = BaseRates.Length;
                        lowest = min_lr is { Count: > 1 } ? [.. min_lr] : [.. Enumerable.Repeat(min_lr is [var one] ? one : 0, groups)];
                        best = lowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() => throw NeedsMeasurement();

                    public override void step(int? epoch) => throw NeedsMeasurement();

                    public override void step(double current, int? epoch = null)
                    {
                        MoveTo(epoch ?? Epoch + 1);
                        if (IsBetter(current)) (best, badSteps) = (current, 0);
                        else badSteps++;
                        if (cooling > 0) (cooling, badSteps) = (cooling - 1, 0);
                        if (badSteps <= patience) return;
                        SetRates([.. CurrentRates.Zip(lowest, Lowered)]);
                        (cooling, badSteps) = (cooldown, 0);
                    }

                    private bool IsBetter(double current)
                    {
                        var margin = relative ? best * threshold : threshold;
                        if (!double.IsFinite(best)) margin = 0;
                        return lowerIsBetter ? current < best - margin : current > best + margin;
                    }

                    private double Lowered(double rate, double lowestRate)
                    {
                        var lower = Math.Max(rate * factor, lowestRate);
                        return rate - lower > least ? lower : rate;
                    }

                    private static InvalidOperationException NeedsMeasurement() =>
                        new("ReduceLROnPlateau follows a measurement: call step(double) with it.");
                }

                private static void RequireOneOptimizer(Optimizer optimizer, LRScheduler[] parts)
                {
                    if (parts.Any(part => part.Optimizer != optimizer))
                        throw new ArgumentException("Schedules are combined for one optimizer; these belong to several.");
                }
            }

            public static LRScheduler SequentialLR(
                Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);

            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel",
                int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);
        }
    }
}
