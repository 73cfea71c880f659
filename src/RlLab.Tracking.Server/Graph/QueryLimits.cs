using GraphQLParser.AST;

namespace RlLab.Tracking.Server.Graph;

/// <summary>How much one query may ask, by MLflow's limits.</summary>
internal static class QueryLimits
{
    private const int MaximumDepth = 10, MaximumSelections = 1000, MaximumRootFields = 10, MaximumAliases = 10;

    /// <summary>What a query has too much of, or null where it may be answered.</summary>
    public static string? Check(GraphQLDocument document)
    {
        var (rootFields, aliases, selections) = (0, 0, 0);
        var left = new Stack<(GraphQLSelectionSet? Set, int Depth)>(document.Definitions
            .Select(definition => ((definition as IHasSelectionSetNode)?.SelectionSet, 1)));
        while (left.TryPop(out var next))
        {
            if (next.Set is null)
            {
                continue;
            }

            if (next.Depth > MaximumDepth)
            {
                return $"Query exceeds maximum depth of {MaximumDepth}";
            }

            var fields = next.Set.Selections.OfType<GraphQLField>().ToList();
            rootFields += next.Depth == 1 ? fields.Count : 0;
            aliases = Math.Max(aliases, fields.Count(field => field.Alias is not null));
            selections += fields.Count;
            if (selections > MaximumSelections)
            {
                return $"Query exceeds maximum total selections of {MaximumSelections}";
            }

            foreach (var selection in next.Set.Selections)
            {
                left.Push(((selection as IHasSelectionSetNode)?.SelectionSet, next.Depth + 1));
            }
        }

        return Exceeds("root fields", rootFields, MaximumRootFields) ?? Exceeds("aliases", aliases, MaximumAliases);
    }

    private static string? Exceeds(string what, int count, int limit) =>
        count > limit ? $"GraphQL queries should have at most {limit} {what}, got {count} {what}." : null;
}
