using TorchSharp.Kernels;
using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Stochastic gradient descent, with momentum (Polyak) or Nesterov's.</summary>
        public class SGD : OptimizerHelper, torch.optim.IMomentum
        {
            private readonly Options defaults;

            public SGD(
                IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
            {
            }

            public SGD(
                IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
            {
                defaults = new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
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
                own.momentum ??= defaults.momentum;
                own.dampening ??= defaults.dampening;
                own.weight_decay ??= defaults.weight_decay;
                own.nesterov ??= defaults.nesterov;
                own.maximize ??= defaults.maximize;
                Require(own.LearningRate >= 0, "learning rate", own.LearningRate!.Value);
                Require(own.momentum >= 0, "momentum", own.momentum!.Value);
                Require(own.weight_decay >= 0, "weight_decay", own.weight_decay!.Value);
                if (own.nesterov == true && (own.momentum == 0 || own.dampening != 0))
                    throw new ArgumentException("Nesterov's momentum needs a momentum, and no dampening.");
                return own;
            }

            private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
                new State(parameter);

            private protected override unsafe void Update(OptimizerOptions options, OptimizerState[] states)
            {
                var o = (Options)options;
                double rate = o.LearningRate!.Value, momentum = o.momentum!.Value, dampening = o.dampening!.Value, decay = o.weight_decay!.Value;
                bool nesterov = o.nesterov!.Value, maximize = o.maximize!.Value;
                foreach (var entry in states)
                {
                    var state = (State)entry;
                    var parameter = state.Parameter;
                    if (GradientOf(parameter) is not { } gradient) continue;
                    var first = momentum != 0 && state.momentum_buffer is null;
                    var buffer = momentum == 0 ? null : state.momentum_buffer ??= state.NewBuffer();
                    var rows = Rows(
                        parameter, gradient, buffer ?? gradient,
                        1 + (decay == 0 ? 0 : 1) + (buffer is null ? 0 : first ? 1 : 2) + (nesterov ? 1 : 0));
                    var count = (nint)rows.layout.Count;
                    var kept = buffer is null ? null : buffer.pointer;
                    if (rows.element == torch.ScalarType.Float32)
                        OptimizerSteps.Sgd((float*)rows.pointer, (float*)gradient.pointer, (float*)kept, count, first,
                            (float)rate, (float)momentum, (float)dampening, (float)decay, nesterov, maximize);
                    else
                        OptimizerSteps.Sgd((double*)rows.pointer, (double*)gradient.pointer, (double*)kept, count, first,
                            rate, momentum, dampening, decay, nesterov, maximize);
                    Finish(parameter, rows);
                }
            }

            public class Options : OptimizerOptions
            {
                public double? momentum;
                public double? dampening;
                public double? weight_decay;
                public bool? nesterov;
                public bool? maximize;

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(momentum!.Value);
                    writer.Write(dampening!.Value);
                    writer.Write(weight_decay!.Value);
                    writer.Write(nesterov!.Value);
                    writer.Write(maximize!.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    momentum = reader.ReadDouble();
                    dampening = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                    nesterov = reader.ReadBoolean();
                    maximize = reader.ReadBoolean();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
                    (nesterov, maximize) = (other.nesterov, other.maximize);
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
                    IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0,
                    double weight_decay = 0, bool nesterov = false, bool maximize = false)
                    : base(parameters, new Options
                    {
                        LearningRate = lr,
                        momentum = momentum,
                        dampening = dampening,
                        weight_decay = weight_decay,
                        nesterov = nesterov,
                        maximize = maximize,
                    })
                {
                }

                public double Momentum
                {
                    get => Options.momentum!.Value;
                    set => Options.momentum = value;
                }
            }

            public sealed class State(Parameter parameter) : OptimizerState(parameter)
            {
                /// <summary>Null before the first step with momentum, which fills it with the gradient.</summary>
                public torch.Tensor? momentum_buffer;

                internal override void Visit(IStateVisitor visitor) => visitor.VisitOptional(ref momentum_buffer);

                internal torch.Tensor NewBuffer() => Like();
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(entry => entry.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
