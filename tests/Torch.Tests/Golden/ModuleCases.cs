using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>
/// torch-module.json in TorchSharp's words: a module's first weights by seed, and the losses of short trainings.
/// </summary>
internal static class ModuleCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["init Linear(4, 3)"] = State(() => Linear(4, 3)),
        ["init Linear(4, 3, bias=False)"] = State(() => Linear(4, 3, hasBias: false)),
        ["init Conv2d(2, 3, 3)"] = State(() => Conv2d(2, 3, 3)),
        ["init Embedding(4, 3)"] = State(() => Embedding(4, 3)),
        ["init BatchNorm2d(3)"] = State(() => BatchNorm2d(3)),
        ["init xavier_uniform_(3, 4)"] = Seeded(() => init.xavier_uniform_(empty(3, 4))),
        ["init kaiming_normal_(3, 4)"] = Seeded(() => init.kaiming_normal_(empty(3, 4))),
        ["init orthogonal_(4, 3)"] = Seeded(() => init.orthogonal_(empty(4, 3))),
        ["train MLP Adam"] = Train(
            () => Sequential(Linear(4, 32), Sigmoid(), Linear(32, 2), LogSoftmax(1)),
            p => optim.Adam(p),
            () => (randn(16, 4), randint(0L, 2L, [16])),
            (y, target) => functional.nll_loss(y, target)),
        ["train conv SGD nesterov"] = Train(
            () => Sequential(
                Conv2d(2, 4, 4, stride: 2, padding: 2), BatchNorm2d(4), ReLU(), Conv2d(4, 4, 2, stride: 2), BatchNorm2d(4),
                ReLU(), Flatten(), Linear(24, 8), ReLU(), Linear(8, 3)),
            p => optim.SGD(p, 0.01, momentum: 0.95, nesterov: true),
            () => (randn(6, 2, 10, 8), randn(6, 3)),
            (y, target) => functional.smooth_l1_loss(y, target)),
        ["train STE Adam"] = Train(
            () => new StraightThrough(),
            p => optim.Adam(p, lr: 0.01),
            () => (rand(32, 10), rand(32, 1)),
            (y, target) => functional.mse_loss(y, target)),
    };

    private static Func<GoldenCase, Tensor[]> State(Func<Module> make) => c =>
    {
        manual_seed(c.Long("seed"));
        var state = make().state_dict();
        state.Keys.Should().Equal(c.Outputs.Select(output => output.Name));
        return [.. state.Values];
    };

    private static Func<GoldenCase, Tensor[]> Seeded(Func<Tensor> make) => c =>
    {
        manual_seed(c.Long("seed"));
        return [make()];
    };

    private static Func<GoldenCase, Tensor[]> Train(
        Func<Module<Tensor, Tensor>> make,
        Func<IEnumerable<Parameter>, optim.Optimizer> makeOptimizer,
        Func<(Tensor X, Tensor Y)> makeData,
        Func<Tensor, Tensor, Tensor> makeLoss) => c =>
    {
        manual_seed(c.Long("seed"));
        var net = make();
        var optimizer = makeOptimizer(net.parameters());
        var (x, y) = makeData();
        x.allclose(c["x"], rtol: 1e-6, atol: 1e-6).Should().BeTrue("the data come from the same seed");
        y.allclose(c["y"], rtol: 1e-6, atol: 1e-6).Should().BeTrue("the data come from the same seed");
        var losses = new List<float>();
        for (var step = 0; step < c.Outputs[0].Shape[0]; step++)
        {
            optimizer.zero_grad();
            var loss = makeLoss(net.call(x), y);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        return [tensor(losses.ToArray())];
    };

    private sealed class Binarise : autograd.SingleTensorFunction<Binarise>
    {
        public override string Name => nameof(Binarise);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
            ((Tensor)vars[0]).ge(0.5).to(ScalarType.Float32);

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }

    private sealed class StraightThrough : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(10, 8);
        private readonly Linear second = Linear(8, 1);

        public StraightThrough() : base(nameof(StraightThrough)) => RegisterComponents();

        public override Tensor forward(Tensor input) => second.call(Binarise.apply(sigmoid(first.call(input))));
    }
}
