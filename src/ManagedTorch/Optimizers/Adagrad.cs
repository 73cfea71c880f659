using TorchSharp.Kernels;
using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adagrad (Duchi et al. 2011): a rate for each element, smaller the more it was moved.</summary>
        public class Adagrad : OptimizerHelper
        {
            private readonly Options defaults;

            public Adagrad(
                IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10)
                : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
            {
            }

            public Adagrad(
                IEnumerable<ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10)
            {
                defaults = new Options
                {
                    LearningRate = lr,
                    lr_decay = lr_decay,
                    weight_decay = weight_decay,
                    initial_accumulator_value = initial_accumulator_value,
                    eps = eps,
                };
                foreach (var group in parameters) add_param_group(group);
            }

            private protected override OptimizerOptions Complete(OptimizerOptions? options)
            {
                var own = (Options?)options ?? new Options();
                own.LearningRate ??= defaults.LearningRate;
                own.lr_decay ??= defaults.lr_decay;
                own.weight_decay ??= defaults.weight_decay;
                own.initial_accumulator_value ??= defaults.initial_accumulator_value;
                own.eps ??= defaults.eps;
                Require(own.LearningRate >= 0, "learning rate", own.LearningRate!.Value);
                Require(own.lr_decay >= 0, "lr_decay", own.lr_decay!.Value);
                Require(own.weight_decay >= 0, "weight_decay", own.weight_decay!.Value);
                Require(own.initial_accumulator_value >= 0, "initial_accumulator_value", own.initial_accumulator_value!.Value);
                Require(own.eps >= 0, "eps", own.eps!.Value);
                return own;
            }

            private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
                new State(parameter, ((Options)options).initial_accumulator_value!.Value);

            private protected override unsafe void Update(OptimizerOptions options, OptimizerState[] states)
            {
                var o = (Options)options;
                double rate = o.LearningRate!.Value, rateDecay = o.lr_decay!.Value, eps = o.eps!.Value, decay = o.weight_decay!.Value;
                foreach (var entry in states)
                {
                    var state = (State)entry;
                    var parameter = state.Parameter;
                    if (GradientOf(parameter) is not { } gradient) continue;
                    var rows = Rows(parameter, gradient, state.sum, kernels: 4 + (decay == 0 ? 0 : 1));
                    state.step++;
                    if (rows.element == torch.ScalarType.Float32)
                        OptimizerSteps.Adagrad((float*)rows.pointer, (float*)gradient.pointer, (float*)state.sum.pointer,
                            (nint)rows.layout.Count, state.step, rate, rateDecay, eps, decay, false);
                    else
                        OptimizerSteps.Adagrad((double*)rows.pointer, (double*)gradient.pointer, (double*)state.sum.pointer,
                            (nint)rows.layout.Count, state.step, rate, rateDecay, eps, decay, false);
                    GC.KeepAlive(state);
                    Finish(parameter, rows);
                }
            }

            public class Options : OptimizerOptions
            {
                public double? lr_decay;
                public double? initial_accumulator_value;
                public double? eps;
                public double? weight_decay;

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(lr_decay!.Value);
                    writer.Write(initial_accumulator_value!.Value);
                    writer.Write(eps!.Value);
                    writer.Write(weight_decay!.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    lr_decay = reader.ReadDouble();
                    initial_accumulator_value = reader.ReadDouble();
                    eps = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (lr_decay, initial_accumulator_value) = (other.lr_decay, other.initial_accumulator_value);
                    (eps, weight_decay) = (other.eps, other.weight_decay);
                }
            }

            public class ParamGroup : ParamGroup<Options>
            {
                public ParamGroup()
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
                {
                }

                public ParamGroup(
                    IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
                    double initial_accumulator_value = 0, double eps = 1e-10)
                    : base(parameters, new Options
                    {
                        LearningRate = lr,
                        lr_decay = lr_decay,
                        weight_decay = weight_decay,
                        initial_accumulator_value = initial_accumulator_value,
                        eps = eps,
                    })
                {
                }
            }

            public sealed class State : OptimizerState
            {
                public long step;
                public torch.Tensor sum;

                internal State(Parameter parameter, double initial) : base(parameter) => sum = Like(initial);

                internal override void Visit(IStateVisitor visitor)
                {
                    visitor.Visit(ref step);
                    visitor.Visit(ref sum);
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static Adagrad Adagrad(
                IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Adagrad Adagrad(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double lr_decay = 0,
                double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters.Select(entry => entry.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Adagrad Adagrad(
                IEnumerable<Adagrad.ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
}
