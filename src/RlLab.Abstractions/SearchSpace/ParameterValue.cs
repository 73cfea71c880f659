using System.Globalization;

namespace RlLab;

/// <summary>The kinds of value that a hyperparameter can have.</summary>
public enum ParameterKind
{
    /// <summary>A real number: <c>double</c> or <c>float</c>.</summary>
    Real,

    /// <summary>A whole number: <c>int</c> or <c>long</c>.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A member of an enum, by its name.</summary>
    Option,
}

/// <summary>One value of a hyperparameter. Two values are equal if their kinds and their contents are.</summary>
public readonly record struct ParameterValue
{
    private readonly long _bits;
    private readonly string? _text;

    private ParameterValue(ParameterKind kind, long bits, string? text)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    /// <summary>The kind of the value.</summary>
    public ParameterKind Kind { get; }

    /// <summary>A real number.</summary>
    public static ParameterValue Real(double value) => new(ParameterKind.Real, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A number of single precision, by the shortest decimal that reads back to it: 0.1f is 0.1.</summary>
    public static ParameterValue Single(float value) =>
        Real(double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A whole number.</summary>
    public static ParameterValue Integer(long value) => new(ParameterKind.Integer, value, null);

    /// <summary>A truth value.</summary>
    public static ParameterValue Boolean(bool value) => new(ParameterKind.Boolean, value ? 1 : 0, null);

    /// <summary>A text.</summary>
    public static ParameterValue Text(string value) => new(ParameterKind.Text, 0, value);

    /// <summary>A member of an enum, by its name.</summary>
    public static ParameterValue Option(string name) => new(ParameterKind.Option, 0, name);

    /// <summary>The value as a number; a whole number is a number too.</summary>
    /// <exception cref="InvalidOperationException">It is neither real nor whole.</exception>
    public double AsReal() => Kind switch
    {
        ParameterKind.Real => BitConverter.Int64BitsToDouble(_bits),
        ParameterKind.Integer => _bits,
        _ => throw NotA("number"),
    };

    /// <summary>The value as a number of single precision, rounded to the nearest.</summary>
    /// <exception cref="InvalidOperationException">It is not a number.</exception>
    /// <exception cref="OverflowException">It is finite, and too large for a <c>float</c>.</exception>
    public float AsSingle()
    {
        var single = (float)AsReal();
        return float.IsInfinity(single) && double.IsFinite(AsReal())
            ? throw new OverflowException($"The value {this} is too large for a float.")
            : single;
    }

    /// <summary>The value as a whole number.</summary>
    /// <exception cref="InvalidOperationException">It is not whole.</exception>
    public long AsInteger() => Kind == ParameterKind.Integer ? _bits : throw NotA("whole number");

    /// <summary>The value as a whole number of 32 bits.</summary>
    /// <exception cref="InvalidOperationException">It is not whole.</exception>
    /// <exception cref="OverflowException">It lies outside an <c>int</c>.</exception>
    public int AsInt32() => AsInteger() is var whole and >= int.MinValue and <= int.MaxValue
        ? (int)whole
        : throw new OverflowException($"The value {this} lies outside an int.");

    /// <summary>The value as a truth value.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public bool AsBoolean() => Kind == ParameterKind.Boolean ? _bits != 0 : throw NotA("truth value");

    /// <summary>The value as a text, or the name of an enum's member.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public string AsText() => _text ?? throw NotA("text");

    /// <summary>Whether it could be typed and read back: a finite number, a text that is not null.</summary>
    internal bool IsWritable => Kind switch
    {
        ParameterKind.Real => double.IsFinite(AsReal()),
        ParameterKind.Text or ParameterKind.Option => _text is not null,
        _ => true,
    };

    /// <summary>Reads a value from text, as the command line, <c>rllab.toml</c> and a journal write it.</summary>
    /// <param name="kind">The kind that the parameter has.</param>
    /// <param name="text">Numbers in invariant culture; <c>true</c> or <c>false</c>.</param>
    /// <param name="value">The value, where the text is of that kind.</param>
    /// <returns>Whether the text is of that kind. A real number must be finite.</returns>
    public static bool TryParse(ParameterKind kind, string text, out ParameterValue value)
    {
        value = default;
        switch (kind)
        {
            case ParameterKind.Real:
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
                {
                    return false;
                }

                value = Real(real);
                return true;
            case ParameterKind.Integer:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
                {
                    return false;
                }

                value = Integer(whole);
                return true;
            case ParameterKind.Boolean:
                if (!bool.TryParse(text, out var truth))
                {
                    return false;
                }

                value = Boolean(truth);
                return true;
            case ParameterKind.Option:
                value = Option(text);
                return true;
            default:
                value = Text(text);
                return true;
        }
    }

    /// <summary>The value as it is logged: invariant culture, the shortest text that reads back to the same value.</summary>
    public override string ToString() => Kind switch
    {
        ParameterKind.Real => AsReal().ToString("R", CultureInfo.InvariantCulture),
        ParameterKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        ParameterKind.Boolean => _bits != 0 ? "true" : "false",
        _ => _text ?? "",
    };

    private InvalidOperationException NotA(string wanted) =>
        new($"The value '{this}' is of kind {Kind}, not a {wanted}.");
}
