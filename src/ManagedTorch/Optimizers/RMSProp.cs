using TorchSharp.Kernels;
using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>RMSprop (Hinton's lecture 6e), centred (Graves 2013) or with momentum where asked for.</summary>
        public class RMSProp : OptimizerHelper, torch.optim.IMomentum
        {
            private readonly Options defaults;

            public RMSProp(
                IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
                : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
            {
            }

            public RMSProp(
                IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            {
                defaults = new Options
                {
                    LearningRate = lr,
                    alpha = alpha,
                    eps = eps,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                    maximize = maximize,
                };
                foreach (var group in parameters) add_param_group(group);
            }

            public double Momentum
            {
                get => defaults.momentum!.Value;
                set
                {
                    defaults.momentum = value;
                    foreach (var group in Groups) ((Options)group.Options!).momentum = value;
                }
            }

            private protected override OptimizerOptions Complete(OptimizerOptions? options)
            {
                var own = (Options?)options ?? new Options();
                own.LearningRate ??= defaults.LearningRate;
                own.alpha ??= defaults.alpha;
                own.eps ??= defaults.eps;
                own.weight_decay ??= defaults.weight_decay;
                own.momentum ??= defaults.momentum;
                own.centered ??= defaults.centered;
                own.maximize ??= defaults.maximize;
                Require(own.LearningRate >= 0, "learning rate", own.LearningRate!.Value);
                Require(own.alpha >= 0, "alpha", own.alpha!.Value);
                Require(own.eps >= 0, "eps", own.eps!.Value);
                Require(own.weight_decay >= 0, "weight_decay", own.weight_decay!.Value);
                Require(own.momentum >= 0, "momentum", own.momentum!.Value);
                return own;
            }

            private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
                new State(parameter);

            private protected override unsafe void Update(OptimizerOptions options, OptimizerState[] states)
            {
                var o = (Options)options;
                double rate = o.LearningRate!.Value, alpha = o.alpha!.Value, eps = o.eps!.Value;
                double decay = o.weight_decay!.Value, momentum = o.momentum!.Value;
                bool centered = o.centered!.Value, maximize = o.maximize!.Value;
                foreach (var entry in states)
                {
                    var state = (State)entry;
                    var parameter = state.Parameter;
                    if (GradientOf(parameter) is not { } gradient) continue;
                    var rows = Rows(
                        parameter, gradient, state.square_avg,
                        5 + (decay == 0 ? 0 : 1) + (centered ? 3 : 0) + (momentum > 0 ? 2 : 0) + (maximize ? 1 : 0));
                    state.step++;
                    var count = (nint)rows.layout.Count;
                    var mean = centered ? state.grad_avg.pointer : null;
                    var buffer = momentum > 0 ? state.momentum_buffer.pointer : null;
                    if (rows.element == torch.ScalarType.Float32)
                        OptimizerSteps.RmsProp((float*)rows.pointer, (float*)gradient.pointer, (float*)state.square_avg.pointer,
                            (float*)mean, (float*)buffer,
                            count, rate, alpha, eps, decay, momentum, maximize);
                    else
                        OptimizerSteps.RmsProp((double*)rows.pointer, (double*)gradient.pointer, (double*)state.square_avg.pointer,
                            (double*)mean, (double*)buffer,
                            count, rate, alpha, eps, decay, momentum, maximize);
                    GC.KeepAlive(state);
                    Finish(parameter, rows);
                }
            }

            public class Options : OptimizerOptions
            {
                public bool? maximize;
                public double? momentum;
                public double? alpha;
                public double? eps;
                public double? weight_decay;
                public bool? centered;

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(maximize!.Value);
                    writer.Write(momentum!.Value);
                    writer.Write(alpha!.Value);
                    writer.Write(eps!.Value);
                    writer.Write(weight_decay!.Value);
                    writer.Write(centered!.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    maximize = reader.ReadBoolean();
                    momentum = reader.ReadDouble();
                    alpha = reader.ReadDouble();
                    eps = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                    centered = reader.ReadBoolean();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (maximize, momentum, alpha) = (other.maximize, other.momentum, other.alpha);
                    (eps, weight_decay, centered) = (other.eps, other.weight_decay, other.centered);
                }
            }

            public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
            {
                public ParamGroup()
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
                {
                }

                public ParamGroup(
                    IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1e-8, double alpha = 0.99,
                    double weight_decay = 0, double momentum = 0, bool centered = false)
                    : base(parameters, new Options
                    {
                        LearningRate = lr,
                        eps = eps,
                        alpha = alpha,
                        weight_decay = weight_decay,
                        momentum = momentum,
                        centered = centered,
                    })
                {
                }

                public double Momentum
                {
                    get => Options.momentum!.Value;
                    set => Options.momentum = value;
                }
            }

            public sealed class State : OptimizerState
            {
                public long step;
                public torch.Tensor square_avg;
                public torch.Tensor momentum_buffer;
                public torch.Tensor grad_avg;

                public State(Parameter parameter) : base(parameter) =>
                    (square_avg, momentum_buffer, grad_avg) = (Like(), Like(), Like());

                internal override void Visit(IStateVisitor visitor)
                {
                    visitor.Visit(ref step);
                    visitor.Visit(ref square_avg);
                    visitor.VisitOptional(ref momentum_buffer!);
                    visitor.VisitOptional(ref grad_avg!);
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(
                IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(
                IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
