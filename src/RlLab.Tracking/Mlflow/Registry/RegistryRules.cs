namespace RlLab.Tracking;

/// <summary>What the registry keeps as it is, and how it is searched.</summary>
internal static class RegistryRules
{
    private const int LongestName = 256;
    private const int LongestDescription = 5000;
    private const int LongestAlias = 255;

    public static void CheckModel(string name)
    {
        MlflowRules.CheckName(name, "registered model", LongestName);

        // It is a part of addresses, models:/name/version.
        if (name.IndexOfAny(['/', ':']) >= 0)
        {
            throw MlflowException.Refuse($"The name of the registered model '{name}' must not hold '/' or ':'.");
        }
    }

    public static void CheckDescription(string? description) =>
        MlflowRules.CheckLength(description ?? "", "description", LongestDescription);

    public static void CheckTags(IReadOnlyList<MlflowTag>? tags)
    {
        foreach (var tag in tags ?? [])
        {
            MlflowRules.CheckTag(tag, MlflowRules.ModelTag);
        }
    }

    public static void CheckAlias(string alias)
    {
        MlflowRules.CheckName(alias, "alias", LongestAlias);
        var isNumber = alias is ['v' or 'V', _, ..] && alias.Skip(1).All(char.IsAsciiDigit);
        if (isNumber || alias.Equals("latest", StringComparison.OrdinalIgnoreCase) || !alias.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
        {
            throw MlflowException.Refuse(
                $"The alias '{alias}' must have letters, digits, _ and - only, and be neither 'latest' nor a number of a version "
                + "such as 'v1'.");
        }
    }

    public static string Search(string api, string? filter, IReadOnlyList<string>? orderBy, int pageSize, string? token) =>
        MlflowPath.Of(
            api + "search",
            [("filter", filter), ("max_results", pageSize), .. (orderBy ?? []).Select(order => ("order_by", (object?)order)), ("page_token", token)]);
}
