using System.Globalization;

namespace RlLab.Cli;

/// <summary>
/// The last two checkpoints of a run. A checkpoint is a file of what is new in it; what has not changed since the last one stays in the file that
/// first held it.
/// </summary>
/// <param name="folder">Where they are; made by the first checkpoint.</param>
internal sealed class CheckpointFolder(string folder)
{
    private const string Prefix = "checkpoint-";
    private const int Kept = 2;

    /// <summary>How much more than the state itself the files may take before all of it is written anew.</summary>
    private const long Slack = 64 << 20;

    /// <summary>The checkpoints that are kept, the newest last, and what each is made of.</summary>
    private readonly List<(int Number, IReadOnlyList<StateBlock> Blocks)> _kept = [];

    /// <summary>Writes a checkpoint, and removes what neither it nor the one before it needs.</summary>
    /// <param name="write">Writes the state.</param>
    /// <exception cref="IOException">The disk is full or failing; the checkpoints that there are stay.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not for writing.</exception>
    public void Write(Action<BinaryWriter> write)
    {
        Directory.CreateDirectory(folder);
        var number = Numbers().Append(0).Max() + 1;
        _kept.Add((number, StateFile.Write(PathOf(number), number, Reusable(), write)));
        _kept.RemoveRange(0, Math.Max(0, _kept.Count - Kept));
        var needed = _kept.SelectMany(kept => kept.Blocks.Select(block => block.File)).Concat(_kept.Select(kept => kept.Number)).ToHashSet();
        foreach (var old in Numbers().Where(old => !needed.Contains(old)))
        {
            File.Delete(PathOf(old));
        }
    }

    /// <summary>Opens the newest checkpoint that is whole.</summary>
    /// <param name="unusable">Told of each newer one, and why it cannot be used.</param>
    /// <returns>The state; null where there is none.</returns>
    public Stream? OpenNewest(Action<string> unusable)
    {
        _kept.Clear();
        foreach (var number in Numbers().OrderDescending())
        {
            StateBlockReader? state = null;
            try
            {
                var blocks = StateFile.ReadList(PathOf(number));
                state = new StateBlockReader(blocks, PathOf);
                state.Check();
                _kept.Add((number, blocks));
                return state;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
            {
                state?.Dispose();
                unusable($"The checkpoint {PathOf(number)} cannot be used: {e.Message.TrimEnd('.')}.");
            }
        }

        return null;
    }

    /// <summary>Removes the newest checkpoint that there is.</summary>
    public void RemoveNewest() => File.Delete(PathOf(Numbers().Max()));

    /// <summary>Removes all checkpoints, which a run that has finished needs no more.</summary>
    public void Clear()
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They take room, and nothing else.
        }
    }

    /// <summary>The folder.</summary>
    public override string ToString() => folder;

    /// <summary>The blocks of the last checkpoint; none where too much of the files is of no use any more.</summary>
    private Dictionary<UInt128, StateBlock> Reusable()
    {
        var blocks = new Dictionary<UInt128, StateBlock>();
        if (_kept.Count > 0)
        {
            var last = _kept[^1].Blocks;
            var files = last.Select(block => block.File).Distinct().Sum(file => new FileInfo(PathOf(file)).Length);
            if (files <= 2 * last.Sum(block => (long)block.Length) + Slack)
            {
                foreach (var block in last)
                {
                    blocks[block.Hash] = block;
                }
            }
        }

        return blocks;
    }

    private IEnumerable<int> Numbers() => !Directory.Exists(folder) ? [] : Directory.GetFiles(folder, Prefix + "*")
        .Select(file => NumberOf(Path.GetFileName(file)))
        .Where(number => number > 0);

    private static int NumberOf(string name) =>
        int.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private string PathOf(int number) => Path.Combine(folder, Prefix + number.ToString("D8", CultureInfo.InvariantCulture));
}
