using RlLab.Formats;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Inference.Tests;

/// <summary>A file that is no policy is refused with what is wrong with it, and with nothing else.</summary>
public sealed class MalformedFileTests
{
    public static TheoryData<string, string, string> Changed => new()
    {
        { "rllab.observation.shape", "3", "*the operator Gemm that makes 'gemm': 'weight' is of shape [2, 4], and not of [-1, 3]*" },
        { "rllab.observation.shape", "four", "*'rllab.observation.shape' is 'four', and must be whole numbers from 1*" },
        { "rllab.observation.shape", "100000,100000", "*a value of shape [1, 100000, 100000] is none, or too large*" },
        { "rllab.observation.type", "float16", "*'rllab.observation.type' is 'float16', and can be float32, uint8*" },
        { "rllab.observation.low", "0,1", "*'rllab.observation.low' is '0,1', and must be a number for each of 4 elements*" },
        { "rllab.action.space", "tuple", "*'rllab.action.space' is 'tuple', and can be discrete, multi-discrete, box*" },
        { "rllab.action.count", "3", "*its network gives [1, 2], and its actions need [1, 3]*" },
        { "rllab.action.choice", "given", "*'rllab.action.choice' is 'given', and can be greatest, drawn*" },
        { "rllab.action.count", "", "*'rllab.action.count' is '', and must be a whole number from 1*" },
        { "rllab.action.count", "2,2", "*'rllab.action.count' is '2,2', and must be a whole number from 1*" },
    };

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_file_that_says_of_itself_what_is_not_so_is_refused(string key, string value, string message)
    {
        var facts = Facts();
        facts[key] = value;
        Loading(Write(facts)).Should().Throw<InvalidDataException>().WithMessage("The stream is no policy that can be played: " + message);
    }

    [Fact]
    public void A_file_that_does_not_say_what_an_export_says_is_refused_by_what_is_missing()
    {
        foreach (var key in Facts().Keys)
        {
            var facts = Facts();
            facts.Remove(key);
            Loading(Write(facts)).Should().Throw<InvalidDataException>().WithMessage($"*it does not say what its '{key}' is*");
        }
    }

    [Fact]
    public void An_operator_that_is_not_known_is_named_with_those_that_are() => Loading(
            Write(Facts(), (graph, input) => graph.Add("Einsum", graph.Add("Relu", input))))
        .Should().Throw<InvalidDataException>().WithMessage("*the operator Einsum that makes 'einsum': *RlLab's export writes: Add, *Tanh.");

    [Fact]
    public void Operators_that_do_not_fit_are_refused()
    {
        Refuse((graph, input) => graph.Add("Add", [input, graph.Constant(1f, 2f, 3f)]), "*[1, 4] and [3] do not fit*");
        Refuse((graph, input) => graph.Add("Reshape", [input, graph.Constant(1L, 3L)]), "*[1, 4] cannot become [1, 3]*");
        Refuse((graph, input) => graph.Add("Reshape", [input, graph.Constant(0L)]), "*cannot become*");
        Refuse((graph, input) => graph.Add("Relu", "nobody"), "*its input 'nobody' is not there before it*");
        Refuse((graph, input) => graph.Add("Softmax", input, ("axis", 5L)), "*has no dimension 5*");
        Refuse((graph, input) => graph.Add("Conv", [input, graph.Constant(1f)]), "*do not fit what comes in*");
        Refuse(
            (graph, input) => graph.Add(
                "Conv", [graph.Add("Reshape", [input, graph.Constant(1L, 1, 2, 2)]), graph.Weight("none", zeros(0, 1, 1, 1))]),
            "*of shape [0, 1, 1, 1] do not fit what comes in*");
        Refuse((graph, input) => graph.Add("Gemm", [input, graph.Constant(1f)]), "*no linear layer*");
        Refuse((graph, input) => graph.Add("Slice", [input, graph.Constant(3L), graph.Constant(9L), graph.Constant(1L)]), "*no part of the last*");
        Refuse((graph, input) => graph.Add("Flatten", input, ("axis", 0L)), "*flattens from dimension 0*");
        Refuse((graph, input) => graph.Add("MaxPool", input, ("kernel_shape", (long[])[2, 2])), "*no pooling*");

        static void Refuse(Func<OnnxGraph, string, string> build, string message) =>
            Loading(Write(Facts(), build)).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void A_file_of_other_contents_is_refused()
    {
        Loading([]).Should().Throw<InvalidDataException>().WithMessage("*it is no ONNX file: it names no operator set.");
        Loading([.. "PK\u0003\u0004 and so on, as in an archive"u8]).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void A_file_that_is_cut_off_or_changed_anywhere_is_refused_or_read_but_never_stumbled_over()
    {
        var whole = Write(Facts());
        var random = new RandomGenerator(1);
        for (var length = 0; length < whole.Length; length++)
        {
            Try(whole[..length]);
        }

        for (var i = 0; i < 20_000; i++)
        {
            var changed = whole.ToArray();
            for (var j = random.NextInt(3); j >= 0; j--)
            {
                changed[random.NextInt(changed.Length)] = (byte)random.NextInt(256);
            }

            Try(changed);
        }

        static void Try(byte[] content)
        {
            try
            {
                SamplePolicies.Load(content).Act(new float[4]);
            }
            catch (Exception e) when (e is InvalidDataException or ArithmeticException or ArgumentException or InvalidOperationException)
            {
                // Refused when it is read, or for an observation that a changed shape no longer has room for.
            }
        }
    }

    private static Action Loading(byte[] content) => () => SamplePolicies.Load(content);

    private static Dictionary<string, string> Facts() => new()
    {
        ["rllab.observation.type"] = "float32",
        ["rllab.observation.shape"] = "4",
        ["rllab.observation.low"] = "-1",
        ["rllab.observation.high"] = "1",
        ["rllab.action.space"] = "discrete",
        ["rllab.action.count"] = "2",
        ["rllab.action.choice"] = "greatest",
    };

    private static byte[] Write(Dictionary<string, string> facts, Func<OnnxGraph, string, string>? build = null)
    {
        manual_seed(1);
        using var network = Linear(4, 2);
        using var file = new MemoryStream();
        OnnxGraph.Write(
            file,
            new OnnxValue("observation", ScalarType.Float32, [4]),
            new OnnxValue("scores", ScalarType.Float32, [2]),
            build ?? ((graph, input) => graph.Call(network, "", input)),
            facts);
        return file.ToArray();
    }
}
