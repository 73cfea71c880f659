using System.Buffers.Binary;
using System.Text.Json;

namespace RlLab.Environments.Gymnasium;

/// <summary>What every kind of Python world does alike: open, reset, render, close.</summary>
internal sealed class GymnasiumConnection : IDisposable
{
    private static readonly JsonSerializerOptions ArgumentOptions = new() { Converters = { new PythonNumber<double>(), new PythonNumber<float>() } };

    private readonly GymnasiumOptions _options;
    private readonly PythonProcess _python;
    private readonly byte[] _reset = PythonProcess.Request(9);
    private readonly byte[] _render = PythonProcess.Request(4);

    /// <param name="id">What <c>gymnasium.make</c> takes, or a PettingZoo module.</param>
    /// <param name="kind"><c>gymnasium</c> or <c>pettingzoo</c>.</param>
    /// <param name="count">How many instances.</param>
    /// <param name="autoreset">Whether an ended episode is followed by the next within the same step.</param>
    /// <param name="options">How Python is started.</param>
    public GymnasiumConnection(string id, string kind, int count, bool autoreset, GymnasiumOptions options)
    {
        (World, _options) = ($"'{id}'", options);
        _python = new PythonProcess(World, options);
        try
        {
            var make = JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    id, kind, count, autoreset, render = options.Render, modules = options.Modules, folders = options.Folders, arguments = options.Arguments,
                },
                ArgumentOptions);
            var request = PythonProcess.Request(make.Length);
            make.CopyTo(PythonProcess.Payload(request));
            using var description = JsonDocument.Parse(_python.Ask(request, 'M', options.StartTimeout).ToArray());
            Description = description.RootElement.Clone();
            FramesPerSecond = Description.GetProperty("frames_per_second").GetDouble();
        }
        catch
        {
            _python.Dispose();
            throw;
        }
    }

    /// <summary>The world, for messages.</summary>
    public string World { get; }

    /// <summary>What the bridge tells of the world.</summary>
    public JsonElement Description { get; }

    public double FramesPerSecond { get; }

    public ReadOnlySpan<byte> Reset(long? seed, bool seeded)
    {
        if (seed is null && !seeded)
        {
            throw new InvalidOperationException($"{World} has no generator yet: the first Reset must give a seed.");
        }

        var payload = PythonProcess.Payload(_reset);
        payload[0] = (byte)(seed is null ? 0 : 1);
        BinaryPrimitives.WriteInt64LittleEndian(payload[1..], seed ?? 0);
        return _python.Ask(_reset, 'R', _options.Timeout);
    }

    public ReadOnlySpan<byte> Step(byte[] request) => _python.Ask(request, 'S', _options.Timeout);

    public Frame Render(int index)
    {
        if (!_options.Render)
        {
            throw new InvalidOperationException($"{World} was opened without frames: set GymnasiumOptions.Render.");
        }

        BinaryPrimitives.WriteInt32LittleEndian(PythonProcess.Payload(_render), index);
        var answer = _python.Ask(_render, 'F', _options.Timeout);
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(answer), BinaryPrimitives.ReadInt32LittleEndian(answer[4..]));
        return new Frame(width, height, answer[8..].ToArray());
    }

    public void Dispose() => _python.Dispose();
}
