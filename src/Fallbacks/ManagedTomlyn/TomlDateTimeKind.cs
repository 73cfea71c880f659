namespace Tomlyn;

/// <summary>Which parts of a date and time a document wrote.</summary>
public enum TomlDateTimeKind
{
    /// <summary>A moment whose offset is Z.</summary>
    OffsetDateTimeByZ = 0,

    /// <summary>A moment whose offset is in hours and minutes.</summary>
    OffsetDateTimeByNumber = 1,

    /// <summary>A date and a time without an offset.</summary>
    LocalDateTime = 2,

    /// <summary>A date alone.</summary>
    LocalDate = 3,

    /// <summary>A time alone.</summary>
    LocalTime = 4,
}
