namespace RlLab.Cli.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-checkpoints-");
    private readonly List<string> _told = [];

    [Fact]
    public void Only_what_changed_of_a_large_array_is_written_again()
    {
        var numbers = Numbers(1 << 21, seed: 1);
        var folder = new CheckpointFolder(_folder.FullName);
        Write(folder, "first", numbers);
        numbers[3 << 18]++;
        Write(folder, "the second text is longer", numbers);

        Sizes().Should().HaveCount(2);
        Sizes()[0].Should().BeGreaterThan(8 << 20);
        Sizes()[1].Should().BeInRange(1 << 20, (1 << 20) + 4096, "one block holds what changed");
        Read(new CheckpointFolder(_folder.FullName)).Should().Be(("the second text is longer", Sum(numbers)));
    }

    [Fact]
    public void A_checkpoint_that_is_torn_anywhere_is_told_and_the_one_before_it_taken()
    {
        var (first, second) = (Numbers(1 << 19, seed: 1), Numbers(1 << 19, seed: 2));
        var folder = new CheckpointFolder(_folder.FullName);
        Write(folder, "first", first);
        Write(folder, "second", second);
        var newest = Files()[^1];
        var whole = File.ReadAllBytes(newest);
        var random = new RandomGenerator(3);
        for (var tear = 0; tear < 30; tear++)
        {
            var torn = whole[..random.NextInt(whole.Length)];
            if (tear % 2 == 0)
            {
                torn = [.. whole];
                torn[random.NextInt(torn.Length)] ^= 0x10;
            }

            File.WriteAllBytes(newest, torn);
            _told.Clear();
            Read(new CheckpointFolder(_folder.FullName)).Should().Be(("first", Sum(first)), $"tear {tear}");
            _told.Should().ContainSingle().Which.Should().Contain(newest).And.Contain("cannot be used");
        }
    }

    [Fact]
    public void Two_checkpoints_are_kept_and_the_files_that_they_need()
    {
        var folder = new CheckpointFolder(_folder.FullName);
        var numbers = Numbers(1 << 20, seed: 1);
        for (var i = 0; i < 6; i++)
        {
            numbers[0]++;
            Write(folder, $"{i}", numbers);
        }

        Files().Should().HaveCount(3, "the first still holds what has never changed, the blocks of the others are of no use");
        File.Delete(Files()[^1]);
        Read(new CheckpointFolder(_folder.FullName)).Text.Should().Be("4");
    }

    [Fact]
    public void What_is_of_no_use_does_not_pile_up()
    {
        var folder = new CheckpointFolder(_folder.FullName);
        var numbers = new int[1 << 22];
        for (var i = 0; i < 40; i++)
        {
            // A ring that goes round: a quarter of it is new each time, but for one block that never changes.
            Numbers(1 << 20, seed: i).AsSpan(1 << 18).CopyTo(numbers.AsSpan((i % 4) << 20));
            Write(folder, $"{i}", numbers);
        }

        Sizes().Sum().Should().BeLessThan(2 * ((2L << 24) + (64 << 20)), "no more than twice the state and the slack, for each of the two");
        Read(new CheckpointFolder(_folder.FullName)).Should().Be(("39", Sum(numbers)));
    }

    [Fact]
    public void A_checkpoint_that_fails_leaves_the_one_before_it()
    {
        var folder = new CheckpointFolder(_folder.FullName);
        Write(folder, "first", [1]);
        var write = () => folder.Write(writer => throw new IOException("full"));
        write.Should().Throw<IOException>();
        Files().Should().ContainSingle();
        Read(folder).Text.Should().Be("first");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int[] Numbers(int count, long seed)
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (int)random.NextBits())];
    }

    private static long Sum(int[] numbers) => numbers.Sum(number => (long)number);

    private static void Write(CheckpointFolder folder, string text, int[] numbers) => folder.Write(writer =>
    {
        writer.Write(text);
        SavedState.WriteElements<int>(writer, numbers);
        writer.Write(text);
    });

    private (string Text, long Sum) Read(CheckpointFolder folder)
    {
        using var reader = new BinaryReader(folder.OpenNewest(_told.Add)!);
        var (text, numbers) = (reader.ReadString(), SavedState.ReadArray<int>(reader, null));
        reader.ReadString().Should().Be(text);
        return (text, Sum(numbers));
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal)];

    private long[] Sizes() => [.. Files().Select(file => new FileInfo(file).Length)];
}
