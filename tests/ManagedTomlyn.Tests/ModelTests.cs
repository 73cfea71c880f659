using Tomlyn.Model;

namespace ManagedTomlyn.Tests;

/// <summary>The tables and arrays that a reader hands out.</summary>
public sealed class ModelTests
{
    [Fact]
    public void A_table_keeps_the_order_of_its_keys_when_one_is_set_again_or_removed()
    {
        var table = new TomlTable { { "b", 1L }, { "a", 2L }, { "c", 3L } };
        table["b"] = 4L;
        table.Remove("a").Should().BeTrue();
        table["a"] = 5L;
        table.Keys.Should().Equal("b", "c", "a");
        table.Values.Should().Equal(4L, 3L, 5L);
    }

    [Fact]
    public void A_table_refuses_a_key_twice_and_names_of_other_case_are_other_keys()
    {
        var table = new TomlTable { { "a", 1L }, { "A", 2L } };
        table.Invoking(t => t.Add("a", 3L)).Should().Throw<ArgumentException>();
        table.TryGetValue("b", out _).Should().BeFalse();
        table.Invoking(t => t["b"]).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void An_array_is_a_list()
    {
        var array = new TomlArray { 1L, "two" };
        array.Insert(1, true);
        array.RemoveAt(0);
        array.Should().Equal(true, "two");
        array.IndexOf("two").Should().Be(1);
    }

    [Fact]
    public void An_array_of_tables_takes_tables_only()
    {
        var tables = new TomlTableArray { new TomlTable() };
        tables.Invoking(t => t.Add(null!)).Should().Throw<ArgumentNullException>();
        tables.Count.Should().Be(1);
    }
}
