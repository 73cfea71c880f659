namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets an optimiser's learning rates as training goes on: call <c>step</c> once an epoch, after the optimiser's own.
            /// </summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer optimizer;
                private readonly bool verbose;
                private double[] last;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    this.optimizer = optimizer;
                    this.verbose = verbose;
                    Epoch = last_epoch;
                    BaseRates = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    last = [.. CurrentRates];
                }

                /// <summary>Steps since the start; 0 while the first epoch trains.</summary>
                internal int Epoch { get; private set; }

                internal Optimizer Optimizer => optimizer;

                /// <summary>The rates that each group began with.</summary>
                private protected double[] BaseRates { get; }

                private protected IEnumerable<double> CurrentRates => optimizer.ParamGroups.Select(group => group.LearningRate);

                public IEnumerable<double> get_last_lr() => last;

                public virtual void step() => step(null);

                /// <summary>One epoch on, or to a given epoch, whose rates then come from the closed form.</summary>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? Epoch + 1;
                    SetRates((epoch is null ? get_lr() : get_closed_form_lr()).ToArray());
                }

                /// <summary>The same; only ReduceLROnPlateau looks at the measurement.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The next rates from the current ones, so that schedules can be chained.</summary>
                protected virtual IEnumerable<double> get_lr() => CurrentRates;

                /// <summary>The rates of an epoch from the first ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected IEnumerable<double> Scaled(double factor) => CurrentRates.Select(rate => rate * factor);

                private protected IEnumerable<double> BaseScaled(double factor) => BaseRates.Select(rate => rate * factor);

                private protected void MoveTo(int epoch) => Epoch = epoch;

                /// <summary>Takes back the step that every schedule does when it is made, but not the rate that it set.</summary>
                internal void StepBack() => Epoch--;

                private protected void SetRates(double[] rates)
                {
                    foreach (var (group, rate, before) in optimizer.ParamGroups.Zip(rates, last))
                    {
                        group.LearningRate = rate;
                        if (verbose && rate != before) Console.WriteLine(FormattableString.Invariant($"Adjusting learning rate to {rate}"));
                    }

                    last = rates;
                }
            }
        }
    }
}
