using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.StraightThrough;
using RlLab.Formats;
using RlLab.Generated;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments.Tests;

/// <summary>What the experiments with bits between networks have learned is exported from their checkpoints as the commands take it.</summary>
public sealed class ExportTests
{
    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> Networks = new()
    {
        ["binary-bottleneck-ste"] = () => new BinaryBottleneck(inputs: 10, bits: 8, outputs: 1, Estimator.StraightThrough),
        ["prompter-ppo"] = () => new PromptingNetworks(42, own: 14, bits: 8, actions: 5, hiddenUnits: 64, Estimator.StraightThrough),
        ["prompter-ste"] = () => new PromptingNetworks(42, own: 14, bits: 8, actions: 5, hiddenUnits: 64, Estimator.StraightThrough),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Both_formats_hold_the_network_of_the_checkpoint(string name)
    {
        var checkpoint = (await ShortRun.OfAsync(name, seed: 1)).Checkpoints["last"].Content;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var network = Networks[name]();
        network.load(new MemoryStream(checkpoint));

        var (read, weights) = (
            Safetensors.Read(new MemoryStream(await ExportedAsync(name, checkpoint, ExportFormat.Safetensors)), name), network.state_dict());
        read.Keys.Should().Equal(weights.Keys);
        foreach (var (key, weight) in weights)
        {
            read[key].data<float>().Should().Equal(weight.data<float>());
        }

        using var model = new OnnxModel(await ExportedAsync(name, checkpoint, ExportFormat.Onnx));
        var inputs = rand(64, name == "binary-bottleneck-ste" ? 10 : 65);
        var expected = network.call(inputs);
        expected.std(0).max().item<float>().Should().BePositive("what is the same whatever is seen would hide a difference");
        model.Run(inputs).Zip(expected.data<float>(), (a, b) => Math.Abs(a - b) / (1 + Math.Abs(b))).Max().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public async Task A_regression_is_not_played_because_it_acts_in_no_world()
    {
        var checkpoint = (await ShortRun.OfAsync("binary-bottleneck-ste", seed: 1)).Checkpoints["last"].Content;
        var experiment = Experiment("binary-bottleneck-ste");
        var play = () => experiment.RunAsync(
            experiment.Defaults, new RecordingRun { Playback = new Playback(1, () => new MemoryStream(checkpoint)) });
        await play.Should().ThrowAsync<NotSupportedException>().WithMessage("*predicts numbers*nothing to play*export*");
    }

    private static async Task<byte[]> ExportedAsync(string name, byte[] checkpoint, ExportFormat format)
    {
        using var file = new MemoryStream();
        var export = new PolicyExport(format, file, new Dictionary<string, string> { ["rllab.experiment"] = name });
        var experiment = Experiment(name);
        await experiment.RunAsync(
            experiment.Defaults, new RecordingRun { Playback = new Playback(1, () => new MemoryStream(checkpoint)) { Export = export } });
        return file.ToArray();
    }

    private static ExperimentDescriptor Experiment(string name) => ExperimentCatalogue.All.Single(experiment => experiment.Name == name);
}
