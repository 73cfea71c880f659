namespace Tomlyn.Model;

/// <summary>What a node of a TOML document is.</summary>
public enum ObjectKind
{
    /// <summary>A table written in braces.</summary>
    InlineTable = 0,

    /// <summary>A table under a header, or one that a dotted key made.</summary>
    Table = 1,

    /// <summary>An array of tables, written with double brackets.</summary>
    TableArray = 2,

    /// <summary>An array of values.</summary>
    Array = 3,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>A string of any of the four kinds.</summary>
    String = 5,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 6,

    /// <summary>A floating-point number of 64 bits.</summary>
    Float = 7,

    /// <summary>A moment whose offset is written as Z.</summary>
    OffsetDateTimeByZ = 8,

    /// <summary>A moment whose offset is written in hours and minutes.</summary>
    OffsetDateTimeByNumber = 9,

    /// <summary>A date and a time without an offset.</summary>
    LocalDateTime = 10,

    /// <summary>A date.</summary>
    LocalDate = 11,

    /// <summary>A time of the day.</summary>
    LocalTime = 12,
}
