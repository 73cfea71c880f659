using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;

namespace RlLab.Tracking.Server.Tables;

/// <summary>A filter as a person types it: words of a run's name, comparisons of bare names, and MLflow's grammar, side by side.</summary>
/// <remarks>
/// <c>trial-1 LearningRate &gt; 0.001 metrics.loss &lt; 1</c>: each part must hold; <c>AND</c> between them may be written. A bare name is an
/// attribute, else a parameter, else a metric, else a tag, whichever there is.
/// </remarks>
internal static class TableFilter
{
    private static readonly string[] Prefixes =
    [
        "metric", "metrics", "parameter", "parameters", "param", "params", "tag", "tags", "attribute", "attributes", "attr", "dataset", "datasets",
    ];

    private static readonly string[] Comparisons = [">", ">=", "<", "<=", "=", "!="];
    private static readonly Field Name = new(FieldKind.Attribute, "run_name");

    /// <summary>The conditions of a filter.</summary>
    /// <param name="names">What the runs that are searched have.</param>
    /// <exception cref="MlflowError">The filter cannot be read; the message says where.</exception>
    public static IReadOnlyList<Condition> Parse(string? filter, FieldNames names)
    {
        var conditions = new List<Condition>();
        var scanner = new FilterScanner(filter ?? "");
        while (!scanner.AtEnd)
        {
            var start = scanner.Position;
            try
            {
                if (conditions.Count > 0)
                {
                    SkipAnd(ref scanner);
                    start = scanner.AtEnd ? start : scanner.Position;
                }

                conditions.Add(ReadCondition(ref scanner, names));
            }
            catch (MlflowError error)
            {
                throw MlflowError.Invalid($"{error.Message.TrimEnd('.')}. This is at character {start + 1} of the filter: {filter![start..]}");
            }
        }

        return conditions;
    }

    private static void SkipAnd(ref FilterScanner scanner)
    {
        var ahead = scanner;
        if (ahead.ReadWord().Equals("AND", StringComparison.OrdinalIgnoreCase))
        {
            scanner = ahead;
        }
    }

    private static Condition ReadCondition(ref FilterScanner scanner, FieldNames names)
    {
        var ahead = scanner;
        var written = ahead.ReadName();
        if (written.Length == 0 || (!IsBeforeOperator(ahead) && !HasPrefix(written)))
        {
            return ReadWord(ref scanner);
        }

        if (HasPrefix(written) || written.StartsWith("run.", StringComparison.Ordinal)
            || SearchTarget.RunTable.Attributes.ContainsKey(FilterScanner.Unquote(written) ?? written))
        {
            return FilterParser.ReadCondition(ref scanner, SearchTarget.RunTable);
        }

        scanner = ahead;
        return ReadComparison(ref scanner, names.Find(FilterScanner.Unquote(written) ?? written));
    }

    private static Condition ReadWord(ref FilterScanner scanner)
    {
        var written = scanner.ReadBare() is { Length: > 0 } bare ? bare : scanner.ReadValue();
        var word = FilterScanner.Unquote(written) ?? written;
        if (!word.Any(char.IsLetterOrDigit))
        {
            throw MlflowError.Invalid("A part of a run's name or a comparison such as LearningRate > 0.001 is expected");
        }

        if (written.Equals("AND", StringComparison.OrdinalIgnoreCase) || written.Equals("OR", StringComparison.OrdinalIgnoreCase))
        {
            throw MlflowError.Invalid($"{written} cannot stand here: all parts of a filter must hold, and OR is not known");
        }

        return new Condition(Name, SearchSql.Contains, word);
    }

    /// <summary>Whether a name says in MLflow's grammar what it is of, so that it is no word of a run's name.</summary>
    private static bool HasPrefix(string written) => written.IndexOf('.') is > 0 and var dot && Prefixes.Contains(written[..dot]);

    private static bool IsBeforeOperator(FilterScanner ahead)
    {
        if (!ahead.AtEnd && "=!<>".Contains(ahead.Rest()[0]))
        {
            return true;
        }

        return ahead.ReadWord().ToUpperInvariant() switch
        {
            "LIKE" or "ILIKE" => true,
            "IN" => ahead.Skip('('),
            "NOT" => ahead.ReadWord().Equals("IN", StringComparison.OrdinalIgnoreCase),
            "IS" => ahead.ReadWord().ToUpperInvariant() is "NOT" or "NULL",
            _ => false,
        };
    }

    private static Condition ReadComparison(ref FilterScanner scanner, Field field)
    {
        var comparison = scanner.ReadOperator() switch { "==" => "=", "<>" => "!=", var other => other };
        if (comparison is "IS NULL" or "IS NOT NULL")
        {
            return new Condition(field, comparison, null);
        }

        if (comparison is not ("LIKE" or "ILIKE") && !Comparisons.Contains(comparison))
        {
            throw MlflowError.Invalid(
                $"{field.Key} cannot be compared by {comparison}; write one of {string.Join(", ", Comparisons)}, LIKE or IS NULL");
        }

        var written = scanner.ReadValue();
        if (written.Length == 0)
        {
            throw MlflowError.Invalid($"The value that {field.Key} is compared with is missing after {comparison}");
        }

        var isNumber = FilterScanner.TryReadNumber(written, out var number);
        return (isNumber, field.Kind, comparison) switch
        {
            (_, FieldKind.Metric, "LIKE" or "ILIKE") or (false, FieldKind.Metric, _) => throw MlflowError.Invalid(
                $"{field.Key} is a metric: compare it with a number, not {comparison} {written}"),
            (true, _, not ("LIKE" or "ILIKE")) => new Condition(field, comparison, number),
            (false, _, ">" or ">=" or "<" or "<=") => throw MlflowError.Invalid($"{comparison} compares numbers, and {written} is none"),
            _ => new Condition(field, comparison, FilterScanner.Unquote(written) ?? written),
        };
    }
}
