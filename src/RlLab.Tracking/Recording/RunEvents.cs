using System.Text.Json;

namespace RlLab.Tracking;

/// <summary>
/// The words of a run's journal, version 1: each event is one JSON object in UTF-8. README.md in this folder describes them.
/// </summary>
internal static class RunEvents
{
    public const int Format = 1;

    public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    public static readonly JsonEncodedText Run = JsonEncodedText.Encode("run");
    public static readonly JsonEncodedText Metrics = JsonEncodedText.Encode("metrics");
    public static readonly JsonEncodedText System = JsonEncodedText.Encode("system");
    public static readonly JsonEncodedText Input = JsonEncodedText.Encode("input");
    public static readonly JsonEncodedText Parameter = JsonEncodedText.Encode("parameter");
    public static readonly JsonEncodedText Tag = JsonEncodedText.Encode("tag");
    public static readonly JsonEncodedText Artifact = JsonEncodedText.Encode("artifact");
    public static readonly JsonEncodedText Resumed = JsonEncodedText.Encode("resumed");
    public static readonly JsonEncodedText Parted = JsonEncodedText.Encode("parted");
    public static readonly JsonEncodedText End = JsonEncodedText.Encode("end");

    public static readonly JsonEncodedText FormatField = JsonEncodedText.Encode("format");
    public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    public static readonly JsonEncodedText Experiment = JsonEncodedText.Encode("experiment");
    public static readonly JsonEncodedText Summary = JsonEncodedText.Encode("summary");
    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    public static readonly JsonEncodedText Parent = JsonEncodedText.Encode("parent");
    public static readonly JsonEncodedText Seed = JsonEncodedText.Encode("seed");
    public static readonly JsonEncodedText Setting = JsonEncodedText.Encode("setting");
    public static readonly JsonEncodedText Tags = JsonEncodedText.Encode("tags");
    public static readonly JsonEncodedText Step = JsonEncodedText.Encode("step");
    public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    public static readonly JsonEncodedText Values = JsonEncodedText.Encode("values");
    public static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    public static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    public static readonly JsonEncodedText Context = JsonEncodedText.Encode("context");
    public static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
    public static readonly JsonEncodedText Size = JsonEncodedText.Encode("size");
    public static readonly JsonEncodedText Digest = JsonEncodedText.Encode("sha256");
    public static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");

    public static readonly JsonEncodedText NaN = JsonEncodedText.Encode("NaN");
    public static readonly JsonEncodedText Infinity = JsonEncodedText.Encode("Infinity");
    public static readonly JsonEncodedText MinusInfinity = JsonEncodedText.Encode("-Infinity");

    /// <summary>
    /// Writes a metric's value: a number, or a text for what JSON has no number for. MLflow takes the same form.
    /// </summary>
    public static void WriteValue(this Utf8JsonWriter json, JsonEncodedText name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, double.IsNaN(value) ? NaN : value > 0 ? Infinity : MinusInfinity);
        }
    }

    /// <summary>Writes the fields of the first event.</summary>
    public static void WriteHeader(this Utf8JsonWriter json, RunHeader header)
    {
        json.WriteNumber(FormatField, Format);
        json.WriteString(Id, header.Id);
        json.WriteString(Experiment, header.Experiment);
        json.WriteString(Name, header.Name);
        json.WriteNumber(Time, header.StartTime.ToUnixTimeMilliseconds());
        if (header.ParentId is { } parent)
        {
            json.WriteString(Parent, parent);
        }

        if (header.ExperimentSummary is { Length: > 0 } summary)
        {
            json.WriteString(Summary, summary);
        }

        if (header.Seed is { } seed)
        {
            json.WriteNumber(Seed, seed);
        }

        if (header.Setting is { } setting)
        {
            json.WriteTexts(Setting, setting);
        }

        json.WriteTexts(Tags, header.Tags);
    }

    private static void WriteTexts(this Utf8JsonWriter json, JsonEncodedText field, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(field);
        foreach (var (name, value) in texts)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>MLflow's word for a status.</summary>
    public static string Word(RunStatus status) => status.ToString().ToUpperInvariant();
}
