using System.Text;
using Tomlyn;
using Tomlyn.Model;

namespace ManagedTomlyn.Tests;

/// <summary>Documents that are not TOML: each is refused at the right place with a way out.</summary>
public sealed class RefusalTests
{
    [Theory]
    // Lines and keys
    [InlineData("a", 1, 2, "'=' after the key a")]
    [InlineData("a =", 1, 4, "a value is expected")]
    [InlineData("a = # nothing", 1, 5, "a value is expected")]
    [InlineData("a = 1 b = 2", 1, 7, "the line must end")]
    [InlineData("a = 1\n= 2", 2, 1, "a key is expected")]
    [InlineData("a\n= 1", 1, 2, "found the end of the line")]
    [InlineData("a. = 1", 1, 4, "a key is expected")]
    [InlineData(".a = 1", 1, 1, "a key is expected")]
    [InlineData("a..b = 1", 1, 3, "a key is expected")]
    [InlineData("ä = 1", 1, 1, "stands in quotes")]
    [InlineData("a b = 1", 1, 3, "found 'b'")]
    [InlineData("\"\"\"a\"\"\" = 1", 1, 1, "multi-line")]
    [InlineData("'''a''' = 1", 1, 1, "multi-line")]
    [InlineData("\"a\nb\" = 1", 1, 1, "no closing")]
    [InlineData("a = 1\r", 1, 6, "U+000D")]
    [InlineData("a = 1\rb = 2", 1, 6, "U+000D")]
    [InlineData("# bad \u0001 comment", 1, 7, "U+0001")]
    [InlineData("# bare \r return", 1, 8, "U+000D")]
    [InlineData("a = 1\0", 1, 6, "U+0000")]
    // What is defined twice
    [InlineData("a = 1\na = 2", 2, 1, "a is set already")]
    [InlineData("a = 1\n\"a\" = 2", 2, 1, "a is set already")]
    [InlineData("a = 1\na.b = 2", 2, 1, "a is an integer")]
    [InlineData("a.b = 1\na.b.c = 2", 2, 3, "a.b is an integer")]
    [InlineData("a.b = 1\na = 2", 2, 1, "a is set already")]
    [InlineData("a = {}\na.b = 1", 2, 1, "complete already")]
    [InlineData("a = { b = { c = 1 } }\na.b.d = 2", 2, 1, "complete already")]
    [InlineData("x = {a = {b = 1}, a.c = 2}", 1, 19, "complete already")]
    [InlineData("x = {a = 1, a = 2}", 1, 13, "set already")]
    [InlineData("x = {a.b = 1, a = 2}", 1, 15, "set already")]
    [InlineData("[a]\n[a]", 2, 2, "one header")]
    [InlineData("[a]\n[a.b]\n[a]", 3, 2, "one header")]
    [InlineData("a = 1\n[a]", 2, 2, "a is an integer")]
    [InlineData("a = 1\n[a.b]", 2, 2, "a is an integer")]
    [InlineData("[a]\nb = 1\n[a.b]", 3, 4, "a.b is an integer")]
    [InlineData("[a]\nb.c = 1\n[a.b]", 3, 4, "a.b is a table already")]
    [InlineData("a.b = 1\n[a]", 2, 2, "a is a table already")]
    [InlineData("[a.b.c]\nx = 1\n[a]\nb.c.y = 2", 4, 3, "b.c is a table that is complete")]
    [InlineData("[a.b.c]\n[a]\nb.x = 1\n[a.b]", 4, 4, "a.b is a table already")]
    [InlineData("[a]\nb = {}\n[a.b.c]", 3, 4, "in braces")]
    [InlineData("a = []\n[[a]]", 2, 3, "an array in brackets")]
    [InlineData("a = [{}]\n[a.b]", 2, 2, "an array in brackets")]
    [InlineData("[a]\n[[a]]", 2, 3, "a is a table already")]
    [InlineData("[a.b]\n[[a]]", 2, 3, "a is a table already")]
    [InlineData("[[a]]\n[a]", 2, 2, "an array of tables")]
    [InlineData("[[a.b]]\n[a]\nb.y = 2", 3, 1, "an array of tables")]
    [InlineData("[[a]]\nb = 1\n[[a.b]]", 3, 5, "a.b is an integer")]
    // Headers
    [InlineData("[]", 1, 2, "a key is expected")]
    [InlineData("[[]]", 1, 3, "a key is expected")]
    [InlineData("[a", 1, 3, "']'")]
    [InlineData("[a.]", 1, 4, "a key is expected")]
    [InlineData("[a]]", 1, 4, "the line must end")]
    [InlineData("[[a]", 1, 4, "']]'")]
    [InlineData("[ [a]]", 1, 3, "a key is expected")]
    [InlineData("[[a] ]", 1, 4, "']]'")]
    [InlineData("[a] b = 1", 1, 5, "the line must end")]
    [InlineData("[a\n]", 1, 3, "found the end of the line")]
    [InlineData("[a b]", 1, 4, "found 'b'")]
    // Arrays and inline tables
    [InlineData("a = [1, 2", 1, 10, "',' or ']'")]
    [InlineData("a = [1 2]", 1, 8, "',' or ']'")]
    [InlineData("a = [,1]", 1, 6, "a value is expected")]
    [InlineData("a = [1,,2]", 1, 8, "a value is expected")]
    [InlineData("a = [1],", 1, 8, "the line must end")]
    [InlineData("a = ]", 1, 5, "a value is expected")]
    [InlineData("a = {b = 1", 1, 11, "',' or '}'")]
    [InlineData("a = {,}", 1, 6, "a key is expected")]
    [InlineData("a = {b = 1,, c = 2}", 1, 12, "a key is expected")]
    [InlineData("a = {b = 1 c = 2}", 1, 12, "',' or '}'")]
    [InlineData("a = {b}", 1, 7, "'=' after the key b")]
    public void Structure(string document, int line, int column, string message) => Check(document, line, column, message);

    [Theory]
    [InlineData("\"abc", 1, 5, "no closing \"")]
    [InlineData("'abc", 1, 5, "no closing '")]
    [InlineData("\"a\nb\"", 1, 5, "three quotes")]
    [InlineData("\"\"\"abc\n\"", 1, 5, "no closing \"\"\"")]
    [InlineData("'''abc\n''", 1, 5, "no closing '''")]
    [InlineData("\"\"\"a\"\"\"\"\"\"", 1, 14, "the line must end")]
    [InlineData("'a''b'", 1, 8, "the line must end")]
    [InlineData(@"""C:\new\path""", 1, 12, "no escape")]
    [InlineData(@"""\a""", 1, 6, "no escape")]
    [InlineData("\"\\\n\"", 1, 6, "no escape")]
    [InlineData(@"""\x4""", 1, 6, "2 hexadecimal digits")]
    [InlineData(@"""\u12""", 1, 6, "4 hexadecimal digits")]
    [InlineData(@"""\U0001F60""", 1, 6, "8 hexadecimal digits")]
    [InlineData(@"""\uD800""", 1, 6, "no Unicode character")]
    [InlineData(@"""\U00110000""", 1, 6, "no Unicode character")]
    [InlineData("\"a\u0007\"", 1, 7, "U+0007")]
    [InlineData("'a\u007F'", 1, 7, "U+007F")]
    [InlineData("\"\"\"a\rb\"\"\"", 1, 9, "U+000D")]
    [InlineData("\"\"\"a \\ b\"\"\"", 1, 10, "no escape")]
    [InlineData("hello", 1, 5, "stands in quotes: \"hello\"")]
    [InlineData("True", 1, 5, "no value")]
    [InlineData("Inf", 1, 5, "no value")]
    public void Words_and_strings(string value, int line, int column, string message) =>
        Check("x = " + value, line, column, message);

    [Theory]
    [InlineData("01", "leading zeros")]
    [InlineData("-01", "leading zeros")]
    [InlineData("00.5", "leading zeros")]
    [InlineData("1_", "underscore")]
    [InlineData("1__0", "underscore")]
    [InlineData("_1", "no value")]
    [InlineData("1_.5", "underscore")]
    [InlineData("1._5", "underscore")]
    [InlineData("1e_5", "underscore")]
    [InlineData("0x_1", "underscore")]
    [InlineData("0x", "digits are missing")]
    [InlineData("0xG1", "no digit of base 16")]
    [InlineData("0o8", "no digit of base 8")]
    [InlineData("0b2", "no digit of base 2")]
    [InlineData("0b_", "underscore")]
    [InlineData("+0x1", "no sign")]
    [InlineData("0X1", "no number")]
    [InlineData("--1", "no value")]
    [InlineData("+", "no value")]
    [InlineData("9223372036854775808", "64 bits")]
    [InlineData("-9223372036854775809", "64 bits")]
    [InlineData("0x8000000000000000", "64 bits")]
    [InlineData("1.", "digits are missing")]
    [InlineData(".5", "write 0.5")]
    [InlineData("1.e5", "digits are missing")]
    [InlineData("1e", "digits are missing")]
    [InlineData("1e+", "digits are missing")]
    [InlineData("1e5.5", "no number")]
    [InlineData("1.2.3", "no number")]
    [InlineData("12ab", "no number")]
    public void Numbers(string value, string message) => Check("x = " + value, 1, 5, message);

    [Theory]
    [InlineData("1979-13-01", "month goes from 1 to 12")]
    [InlineData("1979-00-01", "month goes from 1 to 12")]
    [InlineData("1979-02-29", "day goes from 1 to 28")]
    [InlineData("1900-02-29", "day goes from 1 to 28")]
    [InlineData("1979-04-31", "day goes from 1 to 30")]
    [InlineData("0000-01-01", "year goes from 1")]
    [InlineData("1979-5-27", "month has 2 digits")]
    [InlineData("1979-05-7", "day has 2 digits")]
    [InlineData("1979-05", "'-' is missing")]
    [InlineData("1979-05-27T", "hour has 2 digits")]
    [InlineData("1979-05-27T7:32", "hour has 2 digits")]
    [InlineData("1979-05-27T07", "':' is missing")]
    [InlineData("1979-05-27X07:32", "a T or one blank")]
    [InlineData("1979-05-27T24:00:00", "hour goes from 0 to 23")]
    [InlineData("07:60", "minute goes from 0 to 59")]
    [InlineData("07:32:60", "second goes from 0 to 59")]
    [InlineData("07:32:00.", "digits are missing after the point")]
    [InlineData("07:3", "minute has 2 digits")]
    [InlineData("07:32Z", "'Z' is too much")]
    [InlineData("1979-05-27T07:32:00+7:00", "offset's hour has 2 digits")]
    [InlineData("1979-05-27T07:32:00+24:00", "offset's hour goes from 0 to 23")]
    [InlineData("1979-05-27T07:32:00+12:60", "offset's minute goes from 0 to 59")]
    [InlineData("1979-05-27T07:32:00+0700", "':' is missing")]
    [InlineData("1979-05-27T07:32:00+15:00", "offsets go to 14 hours")]
    [InlineData("1979-05-27T07:32:00Zx", "'x' is too much")]
    public void Dates_and_times(string value, string message) => Check("x = " + value, 1, 5, message);

    [Fact]
    public void A_blank_before_no_time_ends_the_date() => Check("x = 1979-05-27 x", 1, 16, "the line must end");

    [Fact]
    public void Lines_are_counted_over_strings_and_windows_line_ends() =>
        Check("a = '''\r\n\r\n'''\r\nb = [\r\n  1,\r\n  oops ]", 6, 3, "'oops'");

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Check("x = '\uD83D'", 1, 6, "U+D83D");

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var act = () => TomlSerializer.Deserialize<TomlTable>(
            new MemoryStream([.. Encoding.ASCII.GetBytes("x = '"), 0xC3, 0x28, (byte)'\'']), new TomlSerializerOptions { SourceName = "lab.toml" });
        act.Should().Throw<TomlException>().WithMessage("lab.toml is not UTF-8 from byte 5 on*");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    public void Nesting_beyond_the_limit_is_refused_not_a_stack_overflow(string open)
    {
        var document = "x = " + string.Concat(Enumerable.Repeat(open, 100_000));
        Toml.Refuse(document).Message.Should().Contain("deeper than 64");
    }

    [Fact]
    public void The_limit_of_nesting_can_be_set()
    {
        var options = new TomlSerializerOptions { MaxDepth = 2 };
        TomlSerializer.TryDeserialize<TomlTable>("x = [[1]]", out _, options).Should().BeTrue();
        TomlSerializer.TryDeserialize<TomlTable>("x = [[[1]]]", out _, options).Should().BeFalse();
    }

    [Fact]
    public void The_message_starts_with_the_place()
    {
        var act = () =>
            TomlSerializer.Deserialize<TomlTable>("a = 1\nb = 01", new TomlSerializerOptions { SourceName = "lab.toml" });
        var error = act.Should().Throw<TomlException>().WithMessage("lab.toml(2,5) : error : '01': a number has no leading zeros.").Which;
        error.SourceName.Should().Be("lab.toml");
        error.Offset.Should().Be(10);
    }

    [Fact]
    public void Other_types_name_the_way_out()
    {
        var act = () => TomlSerializer.Deserialize<Dictionary<string, string>>("a = 'b'");
        act.Should().Throw<NotSupportedException>().WithMessage("*TorchBackend=cpu*");
    }

    private static void Check(string document, int line, int column, string message)
    {
        var error = Toml.Refuse(document);
        error.Message.Should().Contain(message);
        (error.Line, error.Column).Should().Be((line, column), error.Message);
    }
}
