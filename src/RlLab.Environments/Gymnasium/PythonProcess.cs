using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace RlLab.Environments.Gymnasium;

/// <summary>
/// A Python process that holds worlds, and the conversation with it: one request, one answer. Its messages are described in bridge.py.
/// </summary>
/// <remarks>
/// The process ends when this is disposed of, when its standard input closes, and when its parent dies, whatever a world is doing.
/// A request that is not answered in time ends it too.
/// </remarks>
internal sealed class PythonProcess : IDisposable
{
    private const int HeaderLength = 5;
    private const int KeptErrorLines = 20;
    private static readonly string Script = $"{ReadScript("crossing")}\n\n{ReadScript("bridge")}";

    private readonly GymnasiumOptions _options;
    private readonly string _world;
    private readonly Process _process;
    private readonly Stream _requests;
    private readonly Stream _answers;
    private readonly Queue<string> _errorLines = new();
    private readonly ManualResetEventSlim _errorsRead = new();
    private readonly Timer _watchdog;
    private byte[] _answer = new byte[1 << 12];
    private volatile bool _hung;
    private bool _disposed;

    /// <param name="world">What is opened, for messages.</param>
    /// <param name="options">Which Python, and how long it may take.</param>
    /// <exception cref="GymnasiumException">There is no such Python.</exception>
    public PythonProcess(string world, GymnasiumOptions options)
    {
        (_world, _options) = (world, options);
        var start = new ProcessStartInfo(options.Python, ["-u", "-c", Script, $"{Environment.ProcessId}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new GymnasiumException(
                $"{world} needs Python, and '{options.Python}' could not be started ({e.Message}). Install Python 3, or set RLLAB_PYTHON to one.");
        }

        _requests = _process.StandardInput.BaseStream;
        _answers = _process.StandardOutput.BaseStream;
        _process.ErrorDataReceived += (_, line) => KeepErrorLine(line.Data);
        _process.BeginErrorReadLine();
        _watchdog = new Timer(_ => EndHung());
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    /// <param name="request">The message, with <see cref="HeaderLength"/> bytes left free in front.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <returns>The answer's payload, until the next request.</returns>
    /// <exception cref="GymnasiumException">Python raised, died or hung.</exception>
    public ReadOnlySpan<byte> Ask(Span<byte> request, char operation, TimeSpan timeout)
    {
        RequireOpen();
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length - HeaderLength);
        request[4] = (byte)operation;
        _watchdog.Change(timeout, Timeout.InfiniteTimeSpan);
        int received, length;
        try
        {
            _requests.Write(request);
            _requests.Flush();
            received = _answers.ReadAtLeast(_answer, HeaderLength);
            length = BinaryPrimitives.ReadInt32LittleEndian(_answer);
            if (_answer.Length < HeaderLength + length)
            {
                Array.Resize(ref _answer, HeaderLength + length);
            }

            _answers.ReadExactly(_answer.AsSpan(received, HeaderLength + length - received));
        }
        catch (IOException)
        {
            throw Died(timeout);
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        var payload = _answer.AsSpan(HeaderLength, length);
        return _answer[4] == 0 ? payload : throw Raised(payload);
    }

    /// <summary>Refuses to go on after the end.</summary>
    /// <exception cref="ObjectDisposedException">This was disposed of.</exception>
    public void RequireOpen()
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(_world);
        }
    }

    /// <summary>A request's memory.</summary>
    /// <param name="payload">Bytes of the payload.</param>
    public static byte[] Request(int payload) => new byte[HeaderLength + payload];

    /// <summary>The part of a request that carries the payload.</summary>
    /// <param name="request">The request.</param>
    public static Span<byte> Payload(byte[] request) => request.AsSpan(HeaderLength);

    /// <summary>Copies a part of an answer.</summary>
    /// <param name="answer">What is left of it.</param>
    /// <param name="bytes">Receives as many bytes as it holds.</param>
    /// <returns>What is left then.</returns>
    public static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> answer, Span<byte> bytes)
    {
        answer[..bytes.Length].CopyTo(bytes);
        return answer[bytes.Length..];
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _watchdog.Dispose();
        try
        {
            _requests.Dispose();
        }
        catch (IOException)
        {
            // The process is gone already, and so is what it was still to be sent.
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string ReadScript(string name)
    {
        using var stream = typeof(PythonProcess).Assembly.GetManifestResourceStream($"RlLab.Environments.Gymnasium.{name}.py")!;
        return new StreamReader(stream).ReadToEnd();
    }

    private void EndHung()
    {
        _hung = true;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }

    private GymnasiumException Died(TimeSpan timeout)
    {
        if (_hung)
        {
            return new GymnasiumException(
                $"{_world} did not answer within {timeout.TotalSeconds:0.#} seconds and was ended. If a step may take longer, "
                + $"raise GymnasiumOptions.Timeout.{ErrorTail()}");
        }

        // Its end and its last words come by different ways; a program that it started may hold the latter open for ever.
        _process.WaitForExit(TimeSpan.FromSeconds(2));
        _errorsRead.Wait(TimeSpan.FromSeconds(2));
        var code = _process.HasExited ? $" with exit code {_process.ExitCode}" : "";
        return new GymnasiumException($"The Python process that held {_world} ended by itself{code}.{ErrorTail()}");
    }

    private GymnasiumException Raised(ReadOnlySpan<byte> payload)
    {
        var error = JsonSerializer.Deserialize<PythonError>(payload, JsonSerializerOptions.Web)!;
        if (error.Type == "Unusable")
        {
            return new GymnasiumException($"{_world} {error.Message}.", error.Traceback);
        }

        var hint = PythonHints.For(error, _options.Python);

        // Who lacks a package needs its command; for everyone else the traceback is the way out.
        return new GymnasiumException(
            $"{_world} raised {error.Type} in Python: {error.Message}\n{(hint.Length > 0 ? hint : error.Traceback.TrimEnd())}", error.Traceback);
    }

    private void KeepErrorLine(string? line)
    {
        if (line is null)
        {
            _errorsRead.Set();
            return;
        }

        lock (_errorLines)
        {
            _errorLines.Enqueue(line);
            if (_errorLines.Count > KeptErrorLines)
            {
                _errorLines.Dequeue();
            }
        }
    }

    private string ErrorTail()
    {
        lock (_errorLines)
        {
            return _errorLines.Count == 0 ? "" : $" Its last words:\n{string.Join('\n', _errorLines)}";
        }
    }
}
