namespace ManagedTomlyn.Tests;

/// <summary>Strings, numbers, booleans, dates and times.</summary>
public sealed class ScalarTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("''", "")]
    [InlineData("\"tab\there\"", "tab\there")]
    [InlineData(@"""\b\t\n\f\r\e\""\\""", "\b\t\n\f\r\x1B\"\\")]
    [InlineData(@"""\x41\xe9\u00E4\U0001F600""", "Aéä\U0001F600")]
    [InlineData(@"""\u0000""", "\0")]
    [InlineData(@"""# no comment""", "# no comment")]
    [InlineData(@"'C:\new\x'", @"C:\new\x")]
    [InlineData("'a \"quoted\" word'", "a \"quoted\" word")]
    [InlineData("\"ünïcode \U0001F600\"", "ünïcode \U0001F600")]
    public void One_line_strings(string value, string meaning) => Toml.ReadX(value).Should().Be(meaning);

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"\nfirst\nsecond\n\"\"\"", "first\nsecond\n")]
    [InlineData("\"\"\"\r\nfirst\r\nsecond\"\"\"", "first\r\nsecond")]
    [InlineData("\"\"\"\n\nkept\"\"\"", "\nkept")]
    [InlineData("\"\"\"one \\\n   two \\   \n\n\t three\"\"\"", "one two three")]
    [InlineData("\"\"\"one\\\r\n\r\n  two\"\"\"", "onetwo")]
    [InlineData("\"\"\"\\\n   \"\"\"", "")]
    [InlineData("\"\"\"a \"\" b\"\"\"", "a \"\" b")]
    [InlineData("\"\"\"a\"\"\"\"", "a\"")]
    [InlineData("\"\"\"a\"\"\"\"\"", "a\"\"")]
    [InlineData("\"\"\"\"\"a\"\"\"", "\"\"a")]
    [InlineData("\"\"\"\\\"\\\"\\\"\"\"\"", "\"\"\"")]
    [InlineData("\"\"\"a\\tb\\\\\"\"\"", "a\tb\\")]
    [InlineData("''''''", "")]
    [InlineData("'''\nraw \\n\n'''", "raw \\n\n")]
    [InlineData("'''a ''b'' '''''", "a ''b'' ''")]
    [InlineData("'''\\\n'''", "\\\n")]
    public void Strings_of_several_lines(string value, string meaning) => Toml.ReadX(value).Should().Be(meaning);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("+0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+99", 99)]
    [InlineData("-17", -17)]
    [InlineData("1_000_000", 1_000_000)]
    [InlineData("1_2_3", 123)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0xDEAD_beef", 0xDEADBEEF)]
    [InlineData("0x7FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("0x00e1", 0xE1)]
    [InlineData("0o755", 493)]
    [InlineData("0b1101_0110", 214)]
    public void Integers(string value, long meaning) => Toml.ReadX(value).Should().BeOfType<long>().And.Be(meaning);

    [Theory]
    [InlineData("1.0", 1.0)]
    [InlineData("+3.1415", 3.1415)]
    [InlineData("-0.01", -0.01)]
    [InlineData("5e+22", 5e22)]
    [InlineData("1e06", 1e6)]
    [InlineData("-2E-2", -0.02)]
    [InlineData("6.626e-34", 6.626e-34)]
    [InlineData("0e0", 0.0)]
    [InlineData("224_617.445_991_228", 224617.445991228)]
    [InlineData("1e1_0", 1e10)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("-nan", double.NaN)]
    public void Floats(string value, double meaning) => Toml.ReadX(value).Should().BeOfType<double>().Which.Should().Be(meaning);

    [Fact]
    public void Minus_zero_keeps_its_sign() => double.IsNegative((double)Toml.ReadX("-0.0")).Should().BeTrue();

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Booleans(string value, bool meaning) => Toml.ReadX(value).Should().Be(meaning);

    [Theory]
    [InlineData("1979-05-27T07:32:00Z", "OffsetDateTimeByZ 1979-05-27T07:32:00Z")]
    [InlineData("1979-05-27t07:32:00z", "OffsetDateTimeByZ 1979-05-27T07:32:00Z")]
    [InlineData("1979-05-27 07:32Z", "OffsetDateTimeByZ 1979-05-27T07:32:00Z")]
    [InlineData("1979-05-27T00:32:00-07:00", "OffsetDateTimeByNumber 1979-05-27T00:32:00-07:00")]
    [InlineData("1979-05-27T00:32:00.999999+05:30", "OffsetDateTimeByNumber 1979-05-27T00:32:00.999999+05:30")]
    [InlineData("1979-05-27T07:32:00", "LocalDateTime 1979-05-27T07:32:00")]
    [InlineData("1979-05-27 07:32:00.5 # half", "LocalDateTime 1979-05-27T07:32:00.5")]
    [InlineData("1979-05-27T07:32", "LocalDateTime 1979-05-27T07:32:00")]
    [InlineData("0001-01-01", "LocalDate 0001-01-01")]
    [InlineData("2000-02-29", "LocalDate 2000-02-29")]
    [InlineData("1979-05-27 # a day", "LocalDate 1979-05-27")]
    [InlineData("07:32:00", "LocalTime 07:32:00")]
    [InlineData("23:59", "LocalTime 23:59:00")]
    [InlineData("00:32:00.123456789", "LocalTime 00:32:00.1234567")]
    public void Dates_and_times(string value, string meaning) => Toml.Show(Toml.ReadX(value)).Should().Be(meaning);

    [Fact]
    public void An_offset_is_part_of_the_moment()
    {
        var moment = (Tomlyn.TomlDateTime)Toml.ReadX("1979-05-27T00:32:00.25-07:00");
        moment.DateTime.UtcDateTime.Should().Be(new DateTime(1979, 5, 27, 7, 32, 0, 250, DateTimeKind.Utc));
        moment.SecondPrecision.Should().Be(2);
    }
}
