using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Checkpoints;

/// <summary>A network that is trained, saved or loaded, asked, and trained on.</summary>
internal abstract class Subject
{
    private const int Steps = 30;

    /// <summary>The network, with weights by torch's seed.</summary>
    protected abstract Module Network { get; }

    /// <summary>What it is to learn, smaller for better.</summary>
    protected abstract Tensor Loss();

    /// <summary>What it answers, not in training.</summary>
    protected abstract float[] Answers();

    /// <summary>Trains and saves, or loads and saves again.</summary>
    /// <param name="load">Whether it loads.</param>
    /// <param name="folder">Where <c>NAME.module</c> and <c>NAME.adam</c> are, and with <c>.again</c> those of the engine that loaded.</param>
    public void Run(bool load, string folder)
    {
        var path = Path.Combine(folder, GetType().Name);
        var optimizer = optim.Adam(Network.parameters(), lr: 0.01);
        if (load)
        {
            Network.load($"{path}.module");
            using var reader = new BinaryReader(File.OpenRead($"{path}.adam"));
            optimizer.load_state_dict(reader);
            Network.eval();
        }
        else
        {
            Train(optimizer);
        }

        var end = load ? ".again" : "";
        Network.save($"{path}.module{end}");
        using (var writer = new BinaryWriter(File.Create($"{path}.adam{end}")))
        {
            optimizer.save_state_dict(writer);
        }

        File.WriteAllText($"{path}.answers{end}", JsonSerializer.Serialize(Answers()));
        Train(optimizer);
        File.WriteAllText($"{path}.later{end}", JsonSerializer.Serialize(Answers()));
    }

    private void Train(optim.Optimizer optimizer)
    {
        Network.train();
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Loss().backward();
            optimizer.step();
        }

        Network.eval();
    }
}
