namespace RlLab.Tracking.Server.Search;

/// <summary>
/// Keeps prompts out of a search for models. MLflow's clients ask for that by <c>tags.`mlflow.prompt.is_prompt` != 'true'</c>, and
/// mean also the models without the tag, which no other <c>!=</c> finds.
/// </summary>
internal static class PromptFilter
{
    /// <summary>The operator of a condition that nothing has this value, also where there is none.</summary>
    public const string Lacks = "LACKS";

    /// <summary>The tag of a prompt.</summary>
    public const string Tag = "mlflow.prompt.is_prompt";

    private static readonly Field IsPrompt = new(FieldKind.Tag, Tag);

    /// <summary>The conditions as MLflow means them.</summary>
    public static IEnumerable<Condition> Apply(IReadOnlyList<Condition> conditions) =>
        conditions.Any(AsksForPrompts)
            ? conditions
            : [.. conditions.Where(condition => condition.Field != IsPrompt), new Condition(IsPrompt, Lacks, "true")];

    private static bool AsksForPrompts(Condition condition) =>
        condition.Field == IsPrompt && (condition.Operator, condition.Value) is ("=", "true") or ("!=", "false");
}
