using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Search;

/// <summary>MLflow's filter language: comparisons joined by AND, and the fields to order by.</summary>
internal static class FilterParser
{
    private static readonly string[] NumberOperators = [">", ">=", "!=", "=", "<", "<="];
    private static readonly string[] PairOperators = ["!=", "=", "LIKE", "ILIKE", "IS NULL", "IS NOT NULL"];
    private static readonly string[] TextOperators = ["!=", "=", "LIKE", "ILIKE", "IN", "NOT IN"];

    public static IReadOnlyList<Condition> Parse(string? filter, SearchTarget target)
    {
        var conditions = new List<Condition>();
        var scanner = new FilterScanner(filter ?? "");
        while (!scanner.AtEnd)
        {
            if (conditions.Count > 0 && scanner.ReadWord() is var word && !word.Equals("AND", StringComparison.OrdinalIgnoreCase))
            {
                throw MlflowError.Invalid($"Invalid clause(s) in filter string: '{(word.Length > 0 ? word : scanner.Rest())}'");
            }

            conditions.Add(ReadCondition(ref scanner, target));
        }

        return conditions;
    }

    /// <summary>Reads <c>name</c>, <c>name ASC</c> or <c>name DESC</c>.</summary>
    public static (Field Field, bool Ascending) ParseOrder(string clause, SearchTarget target)
    {
        var scanner = new FilterScanner(clause);
        var name = scanner.ReadName();
        var direction = scanner.ReadWord();
        if (name.Length == 0 || !scanner.AtEnd)
        {
            throw MlflowError.Invalid($"Invalid order_by clause '{clause}'. Could not be parsed.");
        }

        // A run has many datasets, and no order by them.
        var field = ParseField(name, target);
        if (field.Kind == FieldKind.Dataset)
        {
            throw MlflowError.Invalid($"Invalid order_by clause '{clause}': runs cannot be ordered by their datasets.");
        }

        return direction.ToUpperInvariant() switch
        {
            "" or "ASC" => (field, true),
            "DESC" => (field, false),
            _ => throw MlflowError.Invalid($"Invalid ordering key in order_by clause '{clause}'."),
        };
    }

    /// <summary>Reads one comparison.</summary>
    public static Condition ReadCondition(ref FilterScanner scanner, SearchTarget target)
    {
        var name = scanner.ReadName();
        if (name.Length == 0)
        {
            throw MlflowError.Invalid($"Invalid clause(s) in filter string: '{scanner.Rest()}'");
        }

        var field = ParseField(name, target);
        var comparison = scanner.ReadOperator();
        var allowed = target.IsNumber(field) ? NumberOperators
            : field.Kind is FieldKind.Parameter or FieldKind.Tag or FieldKind.Metadata ? PairOperators
            : TextOperators;
        if (!allowed.Contains(comparison))
        {
            throw MlflowError.Invalid(
                $"Invalid comparator '{comparison}' not one of '{{{string.Join(", ", allowed.Select(one => $"'{one}'"))}}}'");
        }

        object? value = comparison switch
        {
            "IS NULL" or "IS NOT NULL" => null,
            "IN" or "NOT IN" => ReadList(ref scanner),
            _ => target.IsNumber(field) ? ReadNumber(ref scanner, field) : ReadText(ref scanner, field),
        };
        return new Condition(field, comparison, value);
    }

    /// <summary>The field that a name such as <c>metrics.`eval/return`</c> means.</summary>
    public static Field ParseField(string name, SearchTarget target)
    {
        // A quoted name as a whole is an attribute, such as `Run Name`.
        var dot = FilterScanner.Unquote(name) is null || name.AsSpan(1, name.Length - 2).Contains(name[0]) ? name.IndexOf('.') : -1;
        var kind = dot < 0 ? FieldKind.Attribute : ParseKind(FilterScanner.Unquote(name[..dot]) ?? name[..dot], target);
        var key = name[(dot + 1)..];
        key = FilterScanner.Unquote(key) ?? key;

        return kind switch
        {
            FieldKind.Attribute when !target.Attributes.ContainsKey(key) =>
                throw MlflowError.Invalid($"Invalid attribute key '{key}' specified. Valid keys are '{target.AttributeNames}'"),
            FieldKind.Dataset when target.Row != SearchTarget.Runs.Row || key is not ("name" or "digest" or "context") =>
                throw MlflowError.Invalid(
                    $"Invalid dataset key '{key}' specified. Valid keys are '{{'name', 'digest', 'context'}}'"),
            FieldKind.Metric or FieldKind.Parameter or FieldKind.Tag when !target.Tables.ContainsKey(kind) =>
                throw MlflowError.Invalid($"Invalid entity type '{name[..dot]}'. Valid values are ['attribute', 'tag']"),
            _ => new Field(kind, key),
        };
    }

    private static FieldKind ParseKind(string prefix, SearchTarget target) => prefix switch
    {
        "metric" or "metrics" => FieldKind.Metric,
        "parameter" or "parameters" or "param" or "params" => FieldKind.Parameter,
        "tag" or "tags" => FieldKind.Tag,
        "attribute" or "attributes" or "attr" or "run" => FieldKind.Attribute,
        "dataset" or "datasets" => FieldKind.Dataset,
        "trace" when target == SearchTarget.Traces => FieldKind.Attribute,
        "metadata" or "request_metadata" when target == SearchTarget.Traces => FieldKind.Metadata,
        _ => throw MlflowError.Invalid(
            $"Invalid entity type '{prefix}'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"),
    };

    private static double ReadNumber(ref FilterScanner scanner, Field field)
    {
        var value = scanner.ReadValue();
        var what = field.Kind == FieldKind.Metric ? "metric" : $"numeric attribute: {field.Key}";
        return FilterScanner.TryReadNumber(value, out var number)
            ? number
            : throw MlflowError.Invalid($"Expected numeric value type for {what}. Found {(value.Length == 0 ? "nothing" : value)}");
    }

    private static string ReadText(ref FilterScanner scanner, Field field)
    {
        var value = scanner.ReadValue();
        var expected = field.Kind switch
        {
            FieldKind.Parameter => "parameter (e.g. 'my-value')",
            FieldKind.Tag => "tag (e.g. 'my-value')",
            FieldKind.Dataset => "dataset attributes",
            _ => "attributes",
        };
        return FilterScanner.Unquote(value) ?? throw MlflowError.Invalid(
            $"Expected a quoted string value for {expected}. Got value {value}");
    }

    private static List<string> ReadList(ref FilterScanner scanner)
    {
        var items = new List<string>();
        var open = scanner.Skip('(');
        do
        {
            var item = scanner.ReadValue();
            if (!open || FilterScanner.Unquote(item) is not { } text)
            {
                throw MlflowError.Invalid($"Expected a list of quoted string values in parentheses. Got value {item}");
            }

            items.Add(text);
        }
        while (scanner.Skip(','));

        return scanner.Skip(')') ? items : throw MlflowError.Invalid("The filter has an opening ( without a closing one.");
    }
}
