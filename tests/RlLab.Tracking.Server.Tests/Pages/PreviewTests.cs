using RlLab.Tracking.Server.Pages;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>What the pages show of files and notes.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_is_a_list_of_tensors() => TensorFile.TryRead(Write("a.dat", SampleLab.Checkpoint())).Should().BeEquivalentTo(
        new[] { new TensorEntry("0.weight", "float32", [32, 4]), new TensorEntry("0.bias", "float32", [32]) },
        options => options.WithStrictOrdering());

    [Fact]
    public void Safetensors_are_a_list_of_tensors()
    {
        var header = """{"__metadata__":{"a":"b"},"w":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}"""u8.ToArray();
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[12]];

        TensorFile.TryRead(Write("a.safetensors", file)).Should().ContainSingle().Which.Should().BeEquivalentTo(new TensorEntry("w", "f16", [2, 3]));
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_or_was_cut_at_any_byte_or_has_a_byte_changed_is_none_and_breaks_nothing()
    {
        var whole = SampleLab.Checkpoint();
        var random = new Random(1);

        for (var length = 1; length < whole.Length; length++)
        {
            TensorFile.TryRead(Write("cut.dat", whole[..length])).Should().BeNull("{0} bytes are not the whole", length);
        }

        for (var i = 0; i < 300; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[random.Next(40)] = (byte)random.Next(256);
            FluentActions.Invoking(() => TensorFile.TryRead(Write("changed.dat", changed))).Should().NotThrow();
            var noise = new byte[64];
            random.NextBytes(noise);
            FluentActions.Invoking(() => TensorFile.TryRead(Write("noise.safetensors", noise))).Should().NotThrow();
        }
    }

    [Theory]
    [InlineData("""{"w":{}}""")]
    [InlineData("""{"w":{"dtype":null,"shape":[1]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1e30]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775807]},"v":{"dtype":"F32","shape":[9223372036854775807]}}""")]
    [InlineData("""[1]""")]
    public void Safetensors_whose_header_says_nothing_that_can_be_are_none_and_break_nothing(string header) =>
        TensorFile.TryRead(Write("odd.safetensors", [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header)]))
            .Should().BeNull();

    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2", "a|b;1|2")]
    [InlineData("\"x, y\",\"say \"\"no\"\"\"\n", "x, y|say \"no\"")]
    [InlineData("\"two\nlines\",b", "two\nlines|b")]
    [InlineData("a,,c\n,,\n", "a||c;||")]
    [InlineData("\"open", "open")]
    [InlineData("", "")]
    public void Separated_values_are_read_as_RFC_4180_says(string text, string expected) =>
        string.Join(';', SeparatedValues.Read(text, ',').Select(row => string.Join('|', row))).Should().Be(expected);

    [Theory]
    [InlineData("Trial 3 is best.", "**Not this.**", "Trial 3 is best.")]
    [InlineData(null, "| a |\n\n**Trial 3 is best.**\n\nmore", "Trial 3 is best.")]
    [InlineData("", "some **bold** word", null)]
    [InlineData(null, null, null)]
    public void A_verdict_is_what_the_sweep_tagged_or_the_bold_paragraph_of_an_older_ones_note(string? tag, string? note, string? expected) =>
        Verdict.Of(tag, note).Should().Be(expected);

    private string Write(string name, byte[] content)
    {
        var file = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(file, content);
        return file;
    }
}
