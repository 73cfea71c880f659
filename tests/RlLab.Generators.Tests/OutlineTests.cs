using RlLab.Generators.Outlines;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

public class OutlineTests
{
    private const string Source = """
        class Lab
        {
            int X => 1;
            void Empty() {}
            int Y { get { return 2; } set { } }[Old]void Next() { void Inner() { } }
        }
        """;

    [Fact]
    public void Leaves_a_mark_for_each_body() => Outline.Of(Compiler.Parse(Source, "Lab.cs")).Text.Should().Be("""
        class Lab
        {
            int X #;
            void Empty() #
            int Y { get # set # }[Old]void Next() #
        }
        """.Replace('#', '\0'));

    [Fact]
    public void Every_place_outside_of_the_bodies_is_found_again()
    {
        var outline = Outline.Of(Compiler.Parse(Source, "Lab.cs"));

        for (var position = 0; position <= outline.Text.Length; position++)
        {
            outline.FromFile(outline.ToFile(position)).Should().Be(position);
            if (position < outline.Text.Length && outline.Text[position] != '\0')
            {
                Source[outline.ToFile(position)].Should().Be(outline.Text[position]);
            }
        }

        outline.ToFile(outline.Text.Length).Should().Be(Source.Length);
    }

    [Theory]
    [InlineData("void M() { \n#pragma warning disable\n }")]
    [InlineData("void M() { ")]
    public void What_holds_beyond_a_body_is_no_body(string member)
    {
        var source = $"class Lab {{ {member}";
        Outline.Of(Compiler.Parse(source, "Lab.cs")).Text.Should().Be(source);
    }
}
