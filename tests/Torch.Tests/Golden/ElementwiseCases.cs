using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>torch-elementwise.json in TorchSharp's words.</summary>
internal static class ElementwiseCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["add"] = c => [add(c["a"], c["b"])],
        ["sub"] = c => [sub(c["a"], c["b"])],
        ["mul"] = c => [mul(c["a"], c["b"])],
        ["div"] = c => [c["a"] / c["b"]],
        ["minimum"] = c => [minimum(c["a"], c["b"])],
        ["maximum"] = c => [maximum(c["a"], c["b"])],
        ["neg"] = c => [neg(c["x"])],
        ["abs"] = c => [abs(c["x"])],
        ["exp"] = c => [exp(c["x"])],
        ["log"] = c => [log(c["x"])],
        ["sqrt"] = c => [sqrt(c["x"])],
        ["rsqrt"] = c => [rsqrt(c["x"])],
        ["square"] = c => [square(c["x"])],
        ["sin"] = c => [sin(c["x"])],
        ["cos"] = c => [cos(c["x"])],
        ["tanh"] = c => [tanh(c["x"])],
        ["sigmoid"] = c => [sigmoid(c["x"])],
        ["relu"] = c => [functional.relu(c["x"])],
        ["elu"] = c => [functional.elu(c["x"], 1.0)],
        ["gelu"] = c => [functional.gelu(c["x"])],
        ["silu"] = c => [functional.silu(c["x"])],
        ["softplus"] = c => [functional.softplus(c["x"])],
        ["reciprocal"] = c => [reciprocal(c["x"])],
        ["log1p"] = c => [log1p(c["x"])],
        ["expm1"] = c => [expm1(c["x"])],
        ["logsigmoid"] = c => [functional.logsigmoid(c["x"])],
        ["leaky_relu"] = c => [functional.leaky_relu(c["x"], c.Double("negative_slope"))],
        ["pow"] = c => [c["x"].pow(c.Double("exponent"))],
        ["clamp"] = c => [c["x"].clamp(c.Double("min"), c.Has("max") ? c.Double("max") : (Scalar?)null)],
        ["where"] = c => [where(c["c"], c["a"], c["b"])],
        ["sign"] = c => [sign(c["x"])],
        ["floor"] = c => [floor(c["x"])],
        ["ceil"] = c => [ceil(c["x"])],
        ["round"] = c => [c["x"].round()],
        ["eq"] = c => [eq(c["a"], c["b"])],
        ["ne"] = c => [ne(c["a"], c["b"])],
        ["lt"] = c => [lt(c["a"], c["b"])],
        ["le"] = c => [le(c["a"], c["b"])],
        ["gt"] = c => [gt(c["a"], c["b"])],
        ["ge"] = c => [ge(c["a"], c["b"])],
        ["logical_and"] = c => [logical_and(c["input"], c["other"])],
        ["logical_not"] = c => [logical_not(c["input"])],
        ["div_int64"] = c => [c["a"] / c["b"]],
        ["floor_divide_int64"] = c => [floor_divide(c["a"], c["b"])],
        ["remainder_int64"] = c => [remainder(c["a"], c["b"])],
        ["add_int64_float32"] = c => [c["a"] + c["b"]],
        ["mul_bool_float32"] = c => [c["a"] * c["b"]],
        ["to_int64"] = c => [c["x"].to(ScalarType.Int64)],
        ["to_float32"] = c => [c["x"].to(ScalarType.Float32)],
        ["specials"] = c =>
        [
            c["x"].exp(), c["x"].log(), c["x"].sqrt(), c["x"].tanh(), c["x"].sigmoid(), functional.relu(c["x"]), c["x"].clamp(-1, 1),
        ],
    };
}
