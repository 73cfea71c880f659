using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>torch-optim.json in TorchSharp's words: the path of a parameter, and gradients clipped.</summary>
internal static class OptimCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["SGD"] = Path(p => optim.SGD(p, 0.1)),
        ["SGD momentum"] = Path(p => optim.SGD(p, 0.1, momentum: 0.9)),
        ["SGD nesterov"] = Path(p => optim.SGD(p, 0.05, momentum: 0.95, nesterov: true)),
        ["SGD weight_decay"] = Path(p => optim.SGD(p, 0.1, momentum: 0.5, dampening: 0.1, weight_decay: 0.01)),
        ["Adam"] = Path(p => optim.Adam(p, lr: 0.01)),
        ["Adam options"] = Path(p => optim.Adam(p, lr: 0.02, beta1: 0.8, beta2: 0.99, eps: 1e-6, weight_decay: 0.1)),
        ["Adam amsgrad"] = Path(p => optim.Adam(p, lr: 0.02, amsgrad: true)),
        ["AdamW"] = Path(p => optim.AdamW(p, lr: 0.01, weight_decay: 0.05)),
        ["RMSprop"] = Path(p => optim.RMSProp(p, lr: 0.01)),
        ["RMSprop centered"] = Path(p => optim.RMSProp(p, lr: 0.01, alpha: 0.95, momentum: 0.9, centered: true)),
        ["Adagrad"] = Path(p => optim.Adagrad(p, lr: 0.1)),
        ["clip_grad_norm_"] = c => Clip(c, p => nn.utils.clip_grad_norm_(p, c.Double("limit"))),
        ["clip_grad_value_"] = c => Clip(c, p =>
        {
            nn.utils.clip_grad_value_(p, c.Double("limit"));
            return null;
        }),
    };

    /// <summary>The path of one parameter down (or up) a bowl, from the numbers that the case gives.</summary>
    public static Func<GoldenCase, Tensor[]> Path(Func<Parameter[], optim.Optimizer> make) => c =>
    {
        var parameter = new Parameter(tensor(c.Floats("start")));
        var (target, scale) = (tensor(c.Floats("target")), tensor(c.Floats("scale")));
        var optimizer = make([parameter]);
        var path = new List<Tensor>();
        for (var step = 0; step < c.Long("steps"); step++)
        {
            optimizer.zero_grad();
            (scale * (parameter - target).pow(2)).sum().backward();
            optimizer.step();
            path.Add(parameter.detach().clone());
        }

        return [stack(path)];
    };

    private static Tensor[] Clip(GoldenCase c, Func<Parameter[], double?> clip)
    {
        var p = new Parameter(zeros(3)) { grad = c["p"] };
        var q = new Parameter(zeros(1)) { grad = c["q"] };
        var returned = clip([p, q]);
        if (c.Has("returned"))
            returned.Should().BeApproximately(c.Double("returned"), 1e-5);
        return [p.grad!, q.grad!];
    }
}
