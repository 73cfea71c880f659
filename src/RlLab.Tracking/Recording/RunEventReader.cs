using System.Text.Json;
using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>Reads the events of a run's journal. Not for several threads at once.</summary>
internal sealed class RunEventReader(string journal)
{
    private readonly HashSet<string> _names = [];

    /// <summary>
    /// Reads the events from an offset on, each with the offset behind it; kinds that this version does not know are left out.
    /// </summary>
    /// <exception cref="JournalException">The journal cannot be read, or holds what no version of RlLab writes.</exception>
    public IEnumerable<(RunEvent Event, JournalRecord Record)> Read(long fromOffset = 0)
    {
        foreach (var record in JournalReader.Read(journal, fromOffset))
        {
            if (Parse(record) is { } @event)
            {
                yield return (@event, record);
            }
        }
    }

    private RunEvent? Parse(JournalRecord record)
    {
        try
        {
            var json = new Utf8JsonReader(record.Payload.Span);
            return Parse(ref json);
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            throw new JournalException(journal, $"The event at byte {record.Offset:N0} of {journal} is not one of a run: "
                + $"{error.Message}", error);
        }
    }

    private RunEvent? Parse(ref Utf8JsonReader json)
    {
        json.Read();
        var fields = new Fields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref json, ref fields);
        }

        return fields.Type switch
        {
            "metrics" => new MetricsLogged(fields.Step, fields.Time, fields.Values ?? []),
            "system" => new SystemMeasured(fields.Step, fields.Time, fields.Values ?? []),
            "input" => new InputLogged(new RunInput(Needed(fields.Name, "name"), Needed(fields.Version, "version"))
            {
                Kind = Needed(fields.Kind, "kind"),
                Context = Needed(fields.Context, "context"),
            }),
            "parameter" => new ParameterLogged(Needed(fields.Name, "name"), Needed(fields.Value, "value")),
            "tag" => new TagSet(Needed(fields.Name, "name"), Needed(fields.Value, "value")),
            "artifact" => new ArtifactKept(Needed(fields.Path, "path"), fields.Size, Needed(fields.Digest, "sha256"),
                fields.Time),
            "end" => new RunEnded(Enum.Parse<RunStatus>(Needed(fields.Status, "status"), ignoreCase: true), fields.Time),
            "resumed" => new RunResumed(fields.Time),
            "parted" => new RunParted(fields.From, fields.Time),
            "run" => Header(fields),
            _ => null,
        };
    }

    private void ReadField(ref Utf8JsonReader json, ref Fields fields)
    {
        if (json.ValueTextEquals("type"u8))
        {
            json.Read();
            fields.Type = Shared(ref json);
        }
        else if (json.ValueTextEquals("step"u8))
        {
            json.Read();
            fields.Step = json.GetInt64();
        }
        else if (json.ValueTextEquals("time"u8))
        {
            json.Read();
            fields.Time = json.GetInt64();
        }
        else if (json.ValueTextEquals("values"u8))
        {
            json.Read();
            fields.Values = ReadValues(ref json);
        }
        else
        {
            ReadRareField(ref json, ref fields);
        }
    }

    private static void ReadRareField(ref Utf8JsonReader json, ref Fields fields)
    {
        var name = json.GetString();
        json.Read();
        switch (name)
        {
            case "name": fields.Name = json.GetString(); break;
            case "value": fields.Value = json.GetString(); break;
            case "version": fields.Version = json.GetString(); break;
            case "kind": fields.Kind = json.GetString(); break;
            case "context": fields.Context = json.GetString(); break;
            case "path": fields.Path = json.GetString(); break;
            case "from": fields.From = json.GetInt64(); break;
            case "size": fields.Size = json.GetInt64(); break;
            case "sha256": fields.Digest = json.GetString(); break;
            case "status": fields.Status = json.GetString(); break;
            case "format": fields.Format = json.GetInt32(); break;
            case "id": fields.Id = json.GetString(); break;
            case "experiment": fields.Experiment = json.GetString(); break;
            case "summary": fields.Summary = json.GetString(); break;
            case "parent": fields.Parent = json.GetString(); break;
            case "seed": fields.Seed = json.GetInt64(); break;
            case "tags": fields.Tags = ReadTexts(ref json); break;
            case "setting": fields.Setting = ReadTexts(ref json); break;
            default: json.Skip(); break;
        }
    }

    private Metric[] ReadValues(ref Utf8JsonReader json)
    {
        var values = new List<Metric>(8);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Shared(ref json);
            json.Read();
            var value = json.TokenType == JsonTokenType.Number ? json.GetDouble()
                : json.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
                : json.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity
                : double.NaN;
            values.Add(new Metric(name, value));
        }

        return [.. values];
    }

    private static Dictionary<string, string> ReadTexts(ref Utf8JsonReader json)
    {
        var texts = new Dictionary<string, string>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            texts[name] = json.GetString()!;
        }

        return texts;
    }

    private RunStarted Header(in Fields fields)
    {
        if (fields.Format > RunEvents.Format)
        {
            throw new JournalException(journal, $"The run in {journal} has format {fields.Format}; this RlLab reads up to "
                + $"{RunEvents.Format}. Use the newer RlLab that wrote it.");
        }

        return new RunStarted(new RunHeader(
            Needed(fields.Id, "id"), Needed(fields.Experiment, "experiment"), Needed(fields.Name, "name"),
            DateTimeOffset.FromUnixTimeMilliseconds(fields.Time))
        {
            ParentId = fields.Parent,
            ExperimentSummary = fields.Summary,
            Seed = fields.Seed,
            Setting = fields.Setting,
            Tags = fields.Tags ?? [],
        });
    }

    // A few names recur in a million points: one string each is enough.
    private string Shared(ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[256];
        if (json.ValueSpan.Length > buffer.Length)
        {
            return json.GetString()!;
        }

        ReadOnlySpan<char> text = buffer[..json.CopyString(buffer)];
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var shared))
        {
            _names.Add(shared = text.ToString());
        }

        return shared;
    }

    private static string Needed(string? value, string field) => value ?? throw new KeyNotFoundException($"it has no '{field}'.");

    private struct Fields
    {
        public string? Type, Name, Value, Path, Digest, Status, Id, Experiment, Summary, Parent, Version, Kind, Context;
        public long Step, Time, Size, From;
        public long? Seed;
        public int Format;
        public Metric[]? Values;
        public Dictionary<string, string>? Tags, Setting;
    }
}
