using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Formats.Tests.Weights;

/// <summary>PyTorch itself reads what is written, where it is at hand.</summary>
public sealed class PyTorchAtHandTests : IDisposable
{
    /// <summary>Reads the file as the format's description says, so that the safetensors package is not needed beside torch.</summary>
    private const string Script = """
        import json, struct, sys, torch
        from torch import nn
        content = open(sys.argv[1], "rb").read()
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + length])
        header.pop("__metadata__")
        state = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            elements = bytearray(content[8 + length + begin:8 + length + end])
            kind = {"F32": torch.float32, "I64": torch.int64}[entry["dtype"]]
            state[name] = torch.frombuffer(elements, dtype=kind).reshape(entry["shape"])
        network = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 2))
        network.load_state_dict(state, strict=True)
        print(*network.eval()(torch.tensor([[0.1, -0.2, 0.3], [1.0, 2.0, -3.0]])).flatten().tolist())
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-pytorch-");

    [Fact]
    public void PyTorch_loads_the_weights_and_gives_the_same_outputs()
    {
        var python = ((string?[])[Environment.GetEnvironmentVariable("RLLAB_PYTHON"), "python3", "/usr/bin/python3"])
            .OfType<string>().FirstOrDefault(program => Run(program, "-c", "import torch") is not null);
        Assert.SkipWhen(python is null, "No python3 here has torch; RLLAB_PYTHON names another.");
        using var scope = NewDisposeScope();
        var network = Sequential(Linear(3, 5), BatchNorm1d(5), Tanh(), Linear(5, 2));
        _ = network.call(randn(8, 3));
        network.eval();
        var path = Path.Combine(_folder.FullName, "policy.safetensors");
        using (var file = File.Create(path))
        {
            Safetensors.Write(file, WeightFile.Of(network), new Dictionary<string, string> { ["rllab.run"] = "1a2b" });
        }

        var script = Path.Combine(_folder.FullName, "read.py");
        File.WriteAllText(script, Script);
        var said = Run(python!, script, path)!.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture));

        var expected = network.call(tensor(new[] { 0.1f, -0.2f, 0.3f, 1, 2, -3 }, 2, 3)).data<float>().ToArray();
        said.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6f);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What a program says; null where it is not there or fails.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEndAsync();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? said.Result.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
