using System.Text.RegularExpressions;

namespace RlLab.Tracking.Server.Pages;

/// <summary>What a sweep came to, in the sentence that it wrote.</summary>
internal static partial class Verdict
{
    /// <summary>The sentence; null where there is none yet.</summary>
    /// <param name="tag">The tag that has it.</param>
    /// <param name="note">The note of a sweep that was recorded before there was such a tag: its only paragraph that is bold as a whole.</param>
    public static string? Of(string? tag, string? note) =>
        !string.IsNullOrEmpty(tag) ? tag
        : note is not null && Bold().Match(note) is { Success: true } match ? match.Groups[1].Value
        : null;

    [GeneratedRegex(@"^\*\*([^*\n]+)\*\*\s*$", RegexOptions.Multiline)]
    private static partial Regex Bold();
}
