using Tomlyn;
using Tomlyn.Model;

namespace ManagedTomlyn.Tests;

/// <summary>Documents that are TOML, and what they mean.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("\uFEFFa = 1", "{a: 1}")]
    [InlineData("\n\r\n  # only a comment\n", "{}")]
    [InlineData("a = 1 # why\r\nb = 2", "{a: 1, b: 2}")]
    [InlineData("a=1\n\t b\t=\t2\t", "{a: 1, b: 2}")]
    [InlineData("z = 1\na = 2\nm = 3", "{z: 1, a: 2, m: 3}")]
    [InlineData("# a\tcomment with ünïcode \U0001F600\na = 1", "{a: 1}")]
    public void Lines(string document, string meaning) => Toml.Show(Toml.Read(document)).Should().Be(meaning);

    [Theory]
    [InlineData("bare_key-1 = 1", "{bare_key-1: 1}")]
    [InlineData("1234 = 1", "{1234: 1}")]
    [InlineData("-_- = 1", "{-_-: 1}")]
    [InlineData("true = 1\ninf = 2\n1979-05-27 = 3", "{true: 1, inf: 2, 1979-05-27: 3}")]
    [InlineData("\"quoted key\" = 1", "{quoted key: 1}")]
    [InlineData("'literal \\n key' = 1", "{literal \\n key: 1}")]
    [InlineData("\"\" = 1", "{: 1}")]
    [InlineData("\"a\\u00e4\" = 1", "{aä: 1}")]
    [InlineData("a.b.c = 1", "{a: {b: {c: 1}}}")]
    [InlineData("a . b\t.\tc = 1", "{a: {b: {c: 1}}}")]
    [InlineData("a.\"b.c\".'d' = 1", "{a: {b.c: {d: 1}}}")]
    [InlineData("3.14 = 'pi'", "{3: {14: 'pi'}}")]
    [InlineData("a.x = 1\nb = 2\na.y = 3", "{a: {x: 1, y: 3}, b: 2}")]
    public void Keys(string document, string meaning) => Toml.Show(Toml.Read(document)).Should().Be(meaning);

    [Theory]
    [InlineData("[a]\nx = 1\n[b]\nx = 2", "{a: {x: 1}, b: {x: 2}}")]
    [InlineData("[a]", "{a: {}}")]
    [InlineData("[ a . \"b c\" ] # note\nx = 1", "{a: {b c: {x: 1}}}")]
    [InlineData("[a.b.c]\n[a]\nx = 1", "{a: {b: {c: {}}, x: 1}}")]
    [InlineData("[a.b.c]\n[a]\nb.x = 1", "{a: {b: {c: {}, x: 1}}}")]
    [InlineData("[a]\nb.c = 1\n[a.b.d]\ne = 2", "{a: {b: {c: 1, d: {e: 2}}}}")]
    [InlineData("x = 1\n[a]\nx.y = 2", "{x: 1, a: {x: {y: 2}}}")]
    [InlineData("a.x = 1\n[a.b]\ny = 2", "{a: {x: 1, b: {y: 2}}}")]
    public void Tables(string document, string meaning) => Toml.Show(Toml.Read(document)).Should().Be(meaning);

    [Theory]
    [InlineData("[[a]]\nx = 1\n[[a]]\nx = 2", "{a: [[{x: 1}, {x: 2}]]}")]
    [InlineData("[[a]]\n[[a]]", "{a: [[{}, {}]]}")]
    [InlineData("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2", "{a: [[{b: {x: 1}}, {b: {x: 2}}]]}")]
    [InlineData("[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[[a]]\n[[a.b]]", "{a: [[{b: [[{x: 1}, {x: 2}]]}, {b: [[{}]]}]]}")]
    [InlineData("[[a.b]]\nx = 1\n[a]\ny = 2", "{a: {b: [[{x: 1}]], y: 2}}")]
    [InlineData("[[ a . b ]]", "{a: {b: [[{}]]}}")]
    public void ArraysOfTables(string document, string meaning) => Toml.Show(Toml.Read(document)).Should().Be(meaning);

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[ ]", "[]")]
    [InlineData("[1, 2, 3]", "[1, 2, 3]")]
    [InlineData("[1, 2,]", "[1, 2]")]
    [InlineData("[1, 'two', 3.0, true, [4]]", "[1, 'two', f3, true, [4]]")]
    [InlineData("[ # first\n  1, # one\n\n  2 # two\n  , # odd\r\n]", "[1, 2]")]
    [InlineData("[{a = 1}, {b = 2}]", "[{a: 1}, {b: 2}]")]
    public void Arrays(string value, string meaning) => Toml.Show(Toml.ReadX(value)).Should().Be(meaning);

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{ a = 1, b = 'two' }", "{a: 1, b: 'two'}")]
    [InlineData("{a.b = 1, a.c = 2}", "{a: {b: 1, c: 2}}")]
    [InlineData("{a = 1,}", "{a: 1}")]
    [InlineData("{ # a comment\n  a = 1, # one\n\r\n  b = { c = [\n1\n] }\n}", "{a: 1, b: {c: [1]}}")]
    [InlineData("{'quoted' = 1, \"x y\".z = 2}", "{quoted: 1, x y: {z: 2}}")]
    public void InlineTables(string value, string meaning) => Toml.Show(Toml.ReadX(value)).Should().Be(meaning);

    [Fact]
    public void Kinds_tell_how_a_table_was_written()
    {
        var root = Toml.Read("inline = {}\narray = [{}]\n[header]\n[[tables]]");
        root.Kind.Should().Be(ObjectKind.Table);
        ((TomlObject)root["inline"]).Kind.Should().Be(ObjectKind.InlineTable);
        ((TomlObject)root["header"]).Kind.Should().Be(ObjectKind.Table);
        ((TomlObject)root["array"]).Kind.Should().Be(ObjectKind.Array);
        ((TomlObject)root["tables"]).Kind.Should().Be(ObjectKind.TableArray);
    }

    [Fact]
    public void Readers_and_streams_give_what_the_text_gives()
    {
        const string document = "name = 'ünï'";
        Toml.Show(TomlSerializer.Deserialize<TomlTable>(new StringReader(document))).Should().Be("{name: 'ünï'}");
        Toml.Show(TomlSerializer.Deserialize<TomlTable>(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(document)))).Should().Be("{name: 'ünï'}");
    }
}
