using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>How much of a run one server has acknowledged. Losing it costs sending again, which changes nothing.</summary>
internal sealed record ShippingPosition(string Destination)
{
    /// <summary>The server's id of the run.</summary>
    public string? RunId { get; set; }

    /// <summary>The server's id of the experiment.</summary>
    public string? ExperimentId { get; set; }

    /// <summary>Up to where in the journal metrics, parameters and tags are acknowledged.</summary>
    public long Offset { get; set; }

    /// <summary>What the record before that place is known by; null in notes of earlier versions.</summary>
    public uint? Mark { get; set; }

    /// <summary>Digests of the acknowledged artifacts, by path.</summary>
    public Dictionary<string, string> Artifacts { get; init => field = value ?? []; } = [];

    /// <summary>Digests of the checkpoints that are logged models there, or that the server has no place for, by path.</summary>
    public Dictionary<string, string> Models { get; init => field = value ?? []; } = [];

    /// <summary>The acknowledged status; null for running.</summary>
    public string? Status { get; set; }

    /// <summary>The acknowledged time of the end.</summary>
    public long? EndTime { get; set; }

    /// <summary>Whether the server was told that the run was interrupted.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>What the server refused, by what it is.</summary>
    public Dictionary<string, Refusal> Refused { get; init => field = value ?? []; } = [];

    /// <summary>Digests of the refused artifacts, by path; null in notes of earlier versions.</summary>
    public Dictionary<string, string> RefusedArtifacts { get; init => field = value ?? []; } = [];

    /// <summary>What a record is known by.</summary>
    public static uint MarkOf(JournalRecord record) => Crc32.HashToUInt32(record.Payload.Span);

    /// <summary>
    /// Whether a record shows that the journal is not the one that was acknowledged: a power cut has taken its end, and it went on since.
    /// </summary>
    public bool IsOfAnother(JournalRecord record) => record.Offset < Offset
        && (record.NextOffset > Offset || (record.NextOffset == Offset && Mark is { } mark && mark != MarkOf(record)));

    /// <summary>Whether the server has this artifact, or will not have it in this form.</summary>
    public bool IsSettled(ArtifactKept artifact) =>
        Artifacts.GetValueOrDefault(artifact.Path) == artifact.Digest
        || (Refused.ContainsKey(What(artifact)) && RefusedArtifacts.GetValueOrDefault(artifact.Path, artifact.Digest) == artifact.Digest);

    /// <summary>An artifact in words for people.</summary>
    public static string What(ArtifactKept artifact) => $"artifact '{artifact.Path}'";

    /// <summary>The file that holds the position of a run for a destination.</summary>
    public static string File(string folder, string destination) =>
        Path.Combine(RunFolder.Shipped(folder), Key(destination) + ".json");

    /// <summary>Reads a run's position; that of a run of which nothing was sent if there is none or it is broken.</summary>
    public static ShippingPosition Load(string folder, string destination)
    {
        try
        {
            var file = File(folder, destination);
            if (System.IO.File.Exists(file)
                && JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file),
                    ShippingJson.Default.ShippingPosition) is { } position
                && position.Destination == destination)
            {
                return position;
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            // As if lost.
        }

        return new ShippingPosition(destination);
    }

    /// <summary>Writes the position, whole or not at all.</summary>
    public void Save(string folder)
    {
        try
        {
            var file = File(folder, Destination);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            System.IO.File.WriteAllBytes(file + ".new",
                JsonSerializer.SerializeToUtf8Bytes(this, ShippingJson.Default.ShippingPosition));
            System.IO.File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // As if lost: a full disk must not stop the sending.
        }
    }

    private static string Key(string destination) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(destination)))[..16];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ShippingPosition))]
[JsonSerializable(typeof(RunInput))]
internal sealed partial class ShippingJson : JsonSerializerContext;
