using Tomlyn;
using Tomlyn.Model;

namespace ManagedTomlyn.Tests;

/// <summary>Damaged documents: whatever is cut, doubled or swapped, the answer is a table or a TomlException with a place.</summary>
public sealed class FuzzTests
{
    private const string Sound =
        """"
        # settings
        title = "lab \t \u00e4 \x41" # why
        path = 'C:\new'
        text = """
        one \
           two"""
        raw = '''
        a'''
        numbers = [1, -2_000, 0xFF, 0o17, 0b1, 1.5e-3, inf, -nan, true,]
        times = [1979-05-27T07:32:00.5Z, 1979-05-27 07:32-07:00, 1979-05-27, 07:32]
        point = { x = 1, y.z = [{}], }

        [a."b c".d]
        k = 1
        [[runs]]
        seed = 1
        [[runs]]
        [runs.sub]
        x.y = 2
        """";

    private const string Alphabet = "\"'[]{}=.,#\\\n\r\t -+_:TZ01aexuU\0ä\uD83D";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damage_is_refused_with_a_place_or_read(int seed)
    {
        var random = new Random(seed);
        TomlSerializer.TryDeserialize<TomlTable>(Sound, out _).Should().BeTrue("the undamaged document is TOML");
        for (var i = 0; i < 5000; i++)
        {
            var damaged = Damage(Sound, random);
            try
            {
                TomlSerializer.Deserialize<TomlTable>(damaged).Should().NotBeNull();
            }
            catch (TomlException e)
            {
                e.Line.Should().BeInRange(1, damaged.Count(c => c == '\n') + 1);
                e.Offset.Should().BeInRange(0, damaged.Length);
            }
        }
    }

    private static string Damage(string document, Random random)
    {
        var text = new System.Text.StringBuilder(document);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    text[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                default:
                    text.Insert(at, document.AsSpan(random.Next(document.Length - 30), random.Next(1, 30)));
                    break;
            }

            if (text.Length == 0) return "";
        }

        return text.ToString();
    }
}
