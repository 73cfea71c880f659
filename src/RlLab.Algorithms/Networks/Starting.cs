using System.Security.Cryptography;
using RlLab.Formats;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Has a run's network start from weights of another program: the option <c>--from</c>.</summary>
public static class Starting
{
    /// <summary>
    /// Gives a network the weights that its run starts from, if it starts from some. A trainer calls it before it makes anything of the network.
    /// </summary>
    /// <param name="network">The network, whose weights the run's checkpoints hold and <c>export</c> writes.</param>
    /// <param name="run">Says which weights (<see cref="IRun.StartingWeights"/>).</param>
    /// <exception cref="InvalidDataException">
    /// The file cannot be read, is not the one that the run was begun with, or has weights of another network; the message names the tensor.
    /// </exception>
    public static void Load(Module network, IRun run)
    {
        if (run.StartingWeights is not { } weights)
        {
            return;
        }

        using (var file = File.OpenRead(weights.File))
        {
            var found = Convert.ToHexStringLower(SHA256.HashData(file));
            if (found != weights.Sha256)
            {
                throw new InvalidDataException(
                    $"{weights.File} has changed since the run was begun: its SHA-256 was {weights.Sha256}, and is {found}.");
            }
        }

        WeightFile.Load(weights.File, network);
    }
}
