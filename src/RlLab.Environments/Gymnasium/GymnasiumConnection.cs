using System.Buffers.Binary;
using System.Text.Json;

namespace RlLab.Environments.Gymnasium;

/// <summary>What every kind of Python world does alike: open, reset, render, close.</summary>
internal sealed class GymnasiumConnection : IDisposable
{
    private static readonly JsonSerializerOptions ArgumentOptions = new() { Converters = { new PythonNumber<double>(), new PythonNumber<float>() } };

    private readonly GymnasiumOptions _options;
    private readonly PythonProcess _python;
    private readonly int? _count;
    private readonly byte[] _reset;
    private readonly byte[] _render = PythonProcess.Request(4);
    private bool _seeded;

    /// <param name="id">What <c>gymnasium.make</c> takes, or a PettingZoo module.</param>
    /// <param name="kind"><c>gymnasium</c> or <c>pettingzoo</c>.</param>
    /// <param name="count">
    /// How many instances, each with a seed of its own, and an ended episode followed by the next within the same step; null for a single world.
    /// </param>
    /// <param name="options">How Python is started.</param>
    public GymnasiumConnection(string id, string kind, int? count, GymnasiumOptions options)
    {
        (World, _options, _count, _reset) = ($"'{id}'", options, count, PythonProcess.Request(1 + sizeof(long) * (count ?? 1)));
        _python = new PythonProcess(World, options);
        try
        {
            var make = JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    id, kind, count = count ?? 1, autoreset = count is not null, render = options.Render, masked = options.ActionMask,
                    modules = options.Modules, folders = options.Folders, arguments = options.Arguments,
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

    /// <summary>Whether there is an episode to go on with. A step that Python broke off leaves none.</summary>
    public bool Running { get; set; }

    public ReadOnlySpan<byte> Reset(long? seed)
    {
        if (seed is null && !_seeded)
        {
            throw new InvalidOperationException($"{World} has no generator yet: the first Reset must give a seed.");
        }

        var payload = PythonProcess.Payload(_reset);
        payload[0] = (byte)(seed is null ? 0 : 1);
        for (var i = 0; i < (_count ?? 1); i++)
        {
            var own = _count is null ? seed ?? 0 : VectorSeed.Of(seed ?? 0, i);
            BinaryPrimitives.WriteInt64LittleEndian(payload[(1 + sizeof(long) * i)..], own);
        }

        Running = false;
        var answer = _python.Ask(_reset, 'R', _options.Timeout);
        _seeded = Running = true;
        return answer;
    }

    /// <summary>Refuses a step where there is no episode.</summary>
    public void RequireEpisode()
    {
        if (!Running)
        {
            _python.RequireOpen();
            throw new InvalidOperationException($"{World} has no running episode: call Reset before the next Step.");
        }
    }

    public ReadOnlySpan<byte> Step(byte[] request)
    {
        Running = false;
        var answer = _python.Ask(request, 'S', _options.Timeout);
        Running = true;
        return answer;
    }

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

    public void Dispose()
    {
        Running = false;
        _python.Dispose();
    }
}
