using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace Torch.Tests.Golden;

/// <summary>
/// torch-layers.json in TorchSharp's words: layers, first weights, distributions, schedules and options beyond the other files.
/// </summary>
internal static class LayerCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["LSTM(3, 4)"] = c => Seeded(c, () => LSTM(3, 4), m => Three(m.call(c["x"]))),
        ["LSTM(3, 4, 2, batch_first, bidirectional)"] = c => Seeded(
            c, () => LSTM(3, 4, 2, batchFirst: true, bidirectional: true), m => Three(m.call(c["x"], (c["h"], c["c"])))),
        ["GRU(3, 4, 2, bidirectional, bias=False)"] = c => Seeded(c, () => GRU(3, 4, 2, bias: false, bidirectional: true), m => Two(m.call(c["x"]))),
        ["GRUCell(3, 4)"] = c => Seeded(c, () => GRUCell(3, 4), m => [m.call(c["x"], c["h"])]),
        ["LSTMCell(3, 4)"] = c => Seeded(c, () => LSTMCell(3, 4), m => Two(m.call(c["x"], (c["h"], c["c"])))),

        ["Conv2d(2, 3, 4, padding=same)"] = c => Seeded(c, () => Conv2d(2, 3, 4, Padding.Same), m => [m.call(c["x"])]),
        ["Conv2d(2, 4, 3, padding=1, reflect, groups=2)"] = c => Seeded(
            c, () => Conv2d(2, 4, 3, padding: 1, padding_mode: PaddingModes.Reflect, groups: 2), m => [m.call(c["x"])]),
        ["Conv1d(2, 3, 3, dilation=2)"] = c => Seeded(c, () => Conv1d(2, 3, 3, dilation: 2), m => [m.call(c["x"])]),
        ["MaxPool2d(3, 2, ceil_mode)"] = c => [MaxPool2d(3, 2, ceil_mode: true).call(c["x"])],
        ["AvgPool2d(3, 2, 1, count_include_pad=False)"] = c => [AvgPool2d(3, 2, 1, count_include_pad: false).call(c["x"])],
        ["LayerNorm([3, 4])"] = c => [LayerNorm([3, 4]).call(c["x"])],
        ["PReLU(3)"] = c => [PReLU(3).call(c["x"])],
        ["pad reflect"] = c => [functional.pad(c["x"], (2, 1, 1, 0), PaddingModes.Reflect)],
        ["pad replicate"] = c => [functional.pad(c["x"], (2, 1, 1, 0), PaddingModes.Replicate)],
        ["pad circular"] = c => [functional.pad(c["x"], (2, 1, 1, 0), PaddingModes.Circular)],
        ["BatchNorm1d(3, eps=1e-3) eval after 2"] = c =>
        {
            var norm = BatchNorm1d(3, eps: 1e-3);
            norm.call(c["x"]);
            norm.call(c["x"] + 1);
            norm.eval();
            return [norm.call(c["x"])];
        },
        ["dropout"] = c => Draw(c, () => functional.dropout(ones(40), c.Double("p"))),

        ["init LSTM(2, 3)"] = c => Seeded(c, () => LSTM(2, 3), State),
        ["init GRUCell(2, 3)"] = c => Seeded(c, () => GRUCell(2, 3), State),
        ["init Conv1d(2, 3, 4)"] = c => Seeded(c, () => Conv1d(2, 3, 4), State),
        ["init LayerNorm(3)"] = c => Seeded(c, () => LayerNorm(3), State),
        ["init orthogonal_(3, 5) gain 2"] = c => Draw(c, () => init.orthogonal_(empty(3, 5), 2)),
        ["init xavier_normal_(4, 3)"] = c => Draw(c, () => init.xavier_normal_(empty(4, 3))),
        ["init kaiming_uniform_(4, 3, 2) fan_out relu"] = c => Draw(
            c, () => init.kaiming_uniform_(empty(4, 3, 2), mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU)),

        ["Categorical logits"] = c => Both(distributions.Categorical(logits: c["logits"]), c["value"]),
        ["Categorical probs"] = c => Both(distributions.Categorical(probs: c["probs"]), c["value"]),
        ["Categorical entropy"] = c => [distributions.Categorical(logits: c["logits"]).entropy()],
        ["Bernoulli logits"] = c => Both(distributions.Bernoulli(logits: c["logits"]), c["value"]),
        ["Bernoulli probs"] = c => Both(distributions.Bernoulli(probs: c["probs"]), tensor([0f, 1f, 1f, 0f])),
        ["Normal"] = c =>
            [.. Both(distributions.Normal(c["loc"], c["scale"]), c["value"]), distributions.Normal(c["loc"], c["scale"]).cdf(c["value"])],
        ["draw Categorical"] = c =>
            Draw(c, () => distributions.Categorical(tensor(new float[,] { { 0.1f, 0.2f, 0.7f }, { 0.5f, 0.5f, 0 } })).sample(6)),
        ["draw Bernoulli"] = c => Draw(c, () => distributions.Bernoulli(tensor([0.2f, 0.9f])).sample(10)),
        ["draw Normal"] = c => Draw(c, () => distributions.Normal(tensor([1f, -1f]), tensor([0.5f, 2f])).sample(10)),

        ["schedule StepLR"] = c => Rates(c, o => lr_scheduler.StepLR(o, 3, 0.5)),
        ["schedule MultiStepLR"] = c => Rates(c, o => lr_scheduler.MultiStepLR(o, [2, 5, 5], 0.1)),
        ["schedule ExponentialLR"] = c => Rates(c, o => lr_scheduler.ExponentialLR(o, 0.8)),
        ["schedule ConstantLR"] = c => Rates(c, o => lr_scheduler.ConstantLR(o, 0.25, 4)),
        ["schedule LinearLR"] = c => Rates(c, o => lr_scheduler.LinearLR(o, 0.5, 0.1, 4)),
        ["schedule PolynomialLR"] = c => Rates(c, o => lr_scheduler.PolynomialLR(o, 5, 2)),
        ["schedule CosineAnnealingLR"] = c => Rates(c, o => lr_scheduler.CosineAnnealingLR(o, 4, 0.1)),
        ["schedule LambdaLR"] = c => Rates(c, o => lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch))),
        ["schedule MultiplicativeLR"] = c => Rates(c, o => lr_scheduler.MultiplicativeLR(o, _ => 0.9)),
        ["schedule SequentialLR"] = c => Rates(
            c, o =>
                lr_scheduler.SequentialLR(o, [lr_scheduler.LinearLR(o, 0.25, 1, 3), lr_scheduler.ExponentialLR(o, 0.5)], [3])),
        ["schedule ChainedScheduler"] = c => Rates(
            c, o => lr_scheduler.ChainedLR([lr_scheduler.ConstantLR(o, 0.1, 2), lr_scheduler.ExponentialLR(o, 0.5)])),
        ["schedule ReduceLROnPlateau"] = c =>
        {
            var optimizer = SGD([new Parameter(zeros(1))], c.Double("lr"));
            var schedule = lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1, cooldown: 1, min_lr: [0.06]);
            return [tensor(c.Doubles("metric").Select(metric =>
            {
                schedule.step(metric);
                return optimizer.ParamGroups.Single().LearningRate;
            }).ToArray())];
        },

        ["schedule OneCycleLR"] = c => Cycle(
            c, SGD([new Parameter(zeros(1))], 0.1, momentum: 0.9), o => lr_scheduler.OneCycleLR(o, 0.4, total_steps: 10),
            o => ((IMomentum)o.ParamGroups.Single()).Momentum),
        ["schedule OneCycleLR three_phase linear"] = c => Cycle(
            c, Adam([new Parameter(zeros(1))]),
            o => lr_scheduler.OneCycleLR(
                o, 0.4, epochs: 4, steps_per_epoch: 5, anneal_strategy: lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear,
                div_factor: 10, final_div_factor: 100, three_phase: true),
            o => ((IBetas)o.ParamGroups.Single()).Betas.Item1),

        ["optimiser SGD maximize dampening"] = OptimCases.Path(
            p => SGD(p, 0.01, momentum: 0.9, dampening: 0.5, weight_decay: 0.1, maximize: true)),
        ["optimiser Adam maximize"] = OptimCases.Path(p => Adam(p, 0.01, weight_decay: 0.1, maximize: true)),
        ["optimiser AdamW amsgrad"] = OptimCases.Path(p => AdamW(p, 0.02, weight_decay: 0.1, amsgrad: true)),
        ["optimiser RMSprop options"] = OptimCases.Path(p => RMSProp(p, 0.01, alpha: 0.9, eps: 1e-4, weight_decay: 0.1, momentum: 0.5)),
        ["optimiser Adagrad options"] = OptimCases.Path(
            p => Adagrad(p, 0.1, lr_decay: 0.05, weight_decay: 0.1, initial_accumulator_value: 0.5, eps: 1e-6)),
    };

    private static Tensor[] Seeded<TModule>(GoldenCase c, Func<TModule> make, Func<TModule, Tensor[]> use)
    {
        manual_seed(c.Long("seed"));
        return use(make());
    }

    private static Tensor[] Draw(GoldenCase c, Func<Tensor> draw) => Seeded(c, () => 0, _ => [draw()]);

    private static Tensor[] State(Module module) => [.. module.state_dict().Values];

    private static Tensor[] Both(distributions.Distribution distribution, Tensor value) =>
        [distribution.log_prob(value), distribution.entropy()];

    private static Tensor[] Two((Tensor, Tensor) result) => [result.Item1, result.Item2];

    private static Tensor[] Three((Tensor, Tensor, Tensor) result) => [result.Item1, result.Item2, result.Item3];

    private static Tensor[] Rates(GoldenCase c, Func<Optimizer, lr_scheduler.LRScheduler> make)
    {
        var optimizer = SGD([new Parameter(zeros(1))], c.Double("lr"));
        var schedule = make(optimizer);
        var rates = new double[c.Outputs[0].Shape[0]];
        for (var epoch = 0; epoch < rates.Length; epoch++)
        {
            rates[epoch] = optimizer.ParamGroups.Single().LearningRate;
            schedule.step();
        }

        return [tensor(rates)];
    }

    private static Tensor[] Cycle(
        GoldenCase c, Optimizer optimizer, Func<Optimizer, lr_scheduler.LRScheduler> make, Func<Optimizer, double> momentum)
    {
        var schedule = make(optimizer);
        var rows = new double[c.Outputs[0].Shape[0], 2];
        for (var step = 0; step < rows.GetLength(0); step++)
        {
            if (step > 0) schedule.step();
            (rows[step, 0], rows[step, 1]) = (optimizer.ParamGroups.Single().LearningRate, momentum(optimizer));
        }

        return [tensor(rows)];
    }
}
