using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace RlLab.Cli;

/// <summary>Reads a state from the blocks that it is made of.</summary>
/// <param name="blocks">The blocks, in order.</param>
/// <param name="pathOf">The file of a number.</param>
internal sealed class StateBlockReader(IReadOnlyList<StateBlock> blocks, Func<int, string> pathOf) : Stream
{
    private readonly Dictionary<int, SafeFileHandle> _files = [];
    private byte[] _block = [];
    private int _next, _place, _length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads every block once, so that nothing is taken over of a state that is damaged.</summary>
    /// <exception cref="InvalidDataException">A block is missing or damaged.</exception>
    public void Check()
    {
        while (LoadNext())
        {
        }

        _next = _place = _length = 0;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_place == _length && !LoadNext()))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _length - _place);
        _block.AsSpan(_place, count).CopyTo(buffer);
        _place += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool LoadNext()
    {
        if (_next == blocks.Count)
        {
            return false;
        }

        var block = blocks[_next++];
        if (!_files.TryGetValue(block.File, out var file))
        {
            _files.Add(block.File, file = File.OpenHandle(pathOf(block.File)));
        }

        if (_block.Length < block.Length)
        {
            _block = new byte[block.Length];
        }

        for (var read = 0; read < block.Length;)
        {
            var count = RandomAccess.Read(file, _block.AsSpan(read, block.Length - read), block.Offset + read);
            read += count > 0 ? count : throw new InvalidDataException($"{pathOf(block.File)} ends too early");
        }

        (_place, _length) = (0, block.Length);
        return XxHash128.HashToUInt128(_block.AsSpan(0, block.Length)) == block.Hash
            ? true
            : throw new InvalidDataException($"the block at byte {block.Offset:N0} of {pathOf(block.File)} is damaged");
    }
}
