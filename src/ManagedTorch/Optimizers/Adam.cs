using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adam (Kingma and Ba 2015); its weight decay is added to the gradient.</summary>
        public class Adam : OptimizerHelper, torch.optim.IBetas
        {
            private readonly Options defaults;

            public Adam(
                IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
            {
            }

            public Adam(
                IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            {
                defaults = new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                };
                foreach (var group in parameters) add_param_group(group);
            }

            public (double, double) Betas
            {
                get => (defaults.beta1!.Value, defaults.beta2!.Value);
                set
                {
                    (defaults.beta1, defaults.beta2) = value;
                    foreach (var group in Groups) (((Options)group.Options!).beta1, ((Options)group.Options!).beta2) = value;
                }
            }

            private protected override OptimizerOptions Complete(OptimizerOptions? options)
            {
                var own = (Options?)options ?? new Options();
                own.LearningRate ??= defaults.LearningRate;
                own.beta1 ??= defaults.beta1;
                own.beta2 ??= defaults.beta2;
                own.eps ??= defaults.eps;
                own.weight_decay ??= defaults.weight_decay;
                own.amsgrad ??= defaults.amsgrad;
                own.maximize ??= defaults.maximize;
                Require(own.LearningRate >= 0, "learning rate", own.LearningRate!.Value);
                Require(own.beta1 is >= 0 and < 1, "beta1", own.beta1!.Value);
                Require(own.beta2 is >= 0 and < 1, "beta2", own.beta2!.Value);
                Require(own.eps >= 0, "eps", own.eps!.Value);
                Require(own.weight_decay >= 0, "weight_decay", own.weight_decay!.Value);
                return own;
            }

            private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
                new State(parameter, ((Options)options).amsgrad!.Value);

            private protected override unsafe void Update(OptimizerOptions options, OptimizerState[] states)
            {
                var o = (Options)options;
                double rate = o.LearningRate!.Value, beta1 = o.beta1!.Value, beta2 = o.beta2!.Value;
                double eps = o.eps!.Value, decay = o.weight_decay!.Value;
                var maximize = o.maximize!.Value;
                foreach (var entry in states)
                {
                    var state = (State)entry;
                    var parameter = state.Parameter;
                    if (GradientOf(parameter) is not { } gradient) continue;
                    var rows = Rows(parameter, gradient, state.exp_avg, AdamSteps.Kernels(state.max_exp_avg_sq, decay, maximize));
                    AdamSteps.Step(rows, gradient, state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq, ++state.step,
                        rate, beta1, beta2, eps, decay, decoupled: false, maximize);
                    Finish(parameter, rows);
                }
            }

            public class Options : OptimizerOptions
            {
                public double? beta1;
                public double? beta2;
                public double? weight_decay;
                public double? eps;
                public bool? amsgrad;
                public bool? maximize;

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(beta1!.Value);
                    writer.Write(beta2!.Value);
                    writer.Write(eps!.Value);
                    writer.Write(weight_decay!.Value);
                    writer.Write(amsgrad!.Value);
                    writer.Write(maximize!.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    beta1 = reader.ReadDouble();
                    beta2 = reader.ReadDouble();
                    eps = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                    amsgrad = reader.ReadBoolean();
                    maximize = reader.ReadBoolean();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (beta1, beta2, eps, weight_decay) = (other.beta1, other.beta2, other.eps, other.weight_decay);
                    (amsgrad, maximize) = (other.amsgrad, other.maximize);
                }
            }

            public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
            {
                public ParamGroup()
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
                {
                }

                public ParamGroup(
                    IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
                    double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                    : base(parameters, new Options
                    {
                        LearningRate = lr,
                        beta1 = beta1,
                        beta2 = beta2,
                        eps = eps,
                        weight_decay = weight_decay,
                        amsgrad = amsgrad,
                        maximize = maximize,
                    })
                {
                }

                public (double, double) Betas
                {
                    get => (Options.beta1!.Value, Options.beta2!.Value);
                    set => (Options.beta1, Options.beta2) = value;
                }
            }

            public sealed class State : OptimizerState
            {
                public long step;
                public torch.Tensor exp_avg;
                public torch.Tensor exp_avg_sq;

                /// <summary>The largest <see cref="exp_avg_sq"/> so far, with amsgrad only.</summary>
                public torch.Tensor? max_exp_avg_sq;

                internal State(Parameter parameter, bool amsgrad) : base(parameter)
                {
                    exp_avg = Like();
                    exp_avg_sq = Like();
                    max_exp_avg_sq = amsgrad ? Like() : null;
                }

                internal override void Visit(IStateVisitor visitor)
                {
                    visitor.Visit(ref step);
                    visitor.Visit(ref exp_avg);
                    visitor.Visit(ref exp_avg_sq);
                    visitor.VisitOptional(ref max_exp_avg_sq);
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(
                IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9,
                double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(
                IEnumerable<Adam.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
