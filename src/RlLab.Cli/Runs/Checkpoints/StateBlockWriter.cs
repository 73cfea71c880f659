using System.IO.Hashing;

namespace RlLab.Cli;

/// <summary>Cuts a state into blocks as it is written, and keeps those that no earlier file holds.</summary>
/// <remarks>A large write begins a block of its own, so that an array which has not changed is cut as it was, whatever came before it.</remarks>
/// <param name="file">Receives the new blocks.</param>
/// <param name="number">The file's number.</param>
/// <param name="known">Blocks that earlier files hold, by their hash; the new ones are added.</param>
internal sealed class StateBlockWriter(Stream file, int number, Dictionary<UInt128, StateBlock> known) : Stream
{
    private const int Large = 1 << 16;
    private const int BlockSize = 1 << 20;

    private readonly byte[] _small = new byte[Large];
    private int _count;

    /// <summary>All of the state that was written and flushed, in order.</summary>
    public List<StateBlock> Blocks { get; } = [];

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length < Large)
        {
            if (_count + buffer.Length > Large)
            {
                Flush();
            }

            buffer.CopyTo(_small.AsSpan(_count));
            _count += buffer.Length;
            return;
        }

        Flush();
        for (; buffer.Length > 0; buffer = buffer[Math.Min(BlockSize, buffer.Length)..])
        {
            Keep(buffer[..Math.Min(BlockSize, buffer.Length)]);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (_count > 0)
        {
            Keep(_small.AsSpan(0, _count));
            _count = 0;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var hash = XxHash128.HashToUInt128(bytes);
        if (known.TryGetValue(hash, out var block) && block.Length == bytes.Length)
        {
            Blocks.Add(block);
            return;
        }

        Blocks.Add(known[hash] = new StateBlock(number, file.Position, bytes.Length, hash));
        file.Write(bytes);
    }
}
