using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace RlLab.Tracking.Server.Tests.Fuzz;

/// <summary>Requests that make sense, nearly make sense, or make none; the same ones for the same seed.</summary>
internal sealed class FuzzRequests(Random random, IReadOnlyList<RouteEndpoint> routes, IReadOnlyDictionary<string, string[]> known)
{
    private static readonly string[] Nasty =
    [
        "", " ", ".", "..", "../..", "../../../../etc/passwd", "%2e%2e/%2e%2e/secret.txt", "%252e%252e%252fsecret.txt", @"..\..\secret.txt",
        "/etc/passwd", "//secret.txt", "a/../../b", "a\0b", "a\nb", "\u0001", "ü文😀", "'", "\"", "`", "'; DROP TABLE runs; --", "%", "_", "*", "[",
        "<script>alert(1)</script>", "javascript:alert(1)", "[x](javascript:alert(1))", "# title\n\n- a\n- b", "NaN", "Infinity", "-Infinity",
        "-1", "0", "1", "1.0", "1e3", "1e400", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "null", "true", "[]", "{}",
        "e30=", "eyJvZmZzZXQiOiAtMX0=", "mlflow-artifacts:/../..", "mlflow-artifacts:/0/x", "mlflow-artifacts:/", "file:///etc/passwd",
        "s3://bucket/x#y", "models:/policy/1", "models:/policy@best", "models:/m-0", "models:/", "runs:/x/y", "mlflow.runName",
        "mlflow.parentRunId", "metrics.m", "a.txt", "a.txt/b", ".incoming/x", "COM1", new string('x', 251), new string('x', 9000),
        new string('é', 300), string.Concat(Enumerable.Repeat("a/", 400)) + "b",
    ];

    private static readonly string[] Filters =
    [
        "", "metrics.m > 1", "metrics.`a b` != 2", "params.p = 'x'", "params.p LIKE '%'", "tags.t ILIKE '[*?'", "tags.t IS NULL",
        "tags.t IS NOT NULL", "attributes.status = 'RUNNING' AND start_time > 0", "run_id IN ('a', 'b')", "run_id NOT IN ()", "name = 'x' AND",
        "((((", "metrics.m > 'x'", "metrics.m = 1e999", "start_time > 99999999999999999999", "dataset.name = 'd' AND dataset.context = 'train'",
        "dataset.x = 1", "trace.status = 'OK'", "metadata.k = 'v'", "run_id = 'x'", "\"", "`", "params.\"a\" = \"b\"", "tags.'x' = 'y'", "1 = 1",
        "x OR y", "name LIKE '%\0%'", "= = =", "AND AND", "metrics. = 1", "tags.`` = ''", "name = 'a''b'", "creation_time BETWEEN 1 AND 2",
    ];

    private static readonly string[] Orders =
    [
        "", "metrics.m", "metrics.m DESC", "params.p ASC", "tags.`a b` desc", "start_time", "attributes.end_time DESC", "name ASC", "name DOWN",
        "timestamp", "dataset.name", "request_id", "run_id", "name; DROP TABLE runs", "1", "\"", "metrics.", "creation_timestamp DESC",
        "version_number", "experiment_id",
    ];

    private static readonly string[] BadBodies =
        ["", "[]", "null", "1", "\"x\"", "NaN", "{\"a\":", "{\"run_id\":\"\\ud800\"}", new string('[', 100)];

    private static readonly string[] OtherTypes = ["text/plain", "application/x-protobuf", "application/json; charset=latin1"];

    public FuzzRequest Next()
    {
        var route = routes[random.Next(routes.Count)];
        var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
        var pattern = route.RoutePattern.RawText!.TrimStart('/');
        var fields = JsonNode.Parse(Known(FuzzBodies.For(method, "/" + pattern)))!.AsObject();
        for (var left = random.Next(2) == 0 ? 0 : random.Next(1, 4); left > 0; left--)
        {
            Spoil(fields);
        }

        var address = Address(route.RoutePattern);
        var asQuery = method is "GET" or "HEAD" || pattern.Contains("upload-artifact") || random.Next(20) == 0;
        return asQuery
            ? new FuzzRequest(method, address + Query(fields), "application/json", method == "POST" ? Encoding.UTF8.GetBytes("x") : [])
            : new FuzzRequest(method, address, ContentType(), Body(fields));
    }

    private string Address(RoutePattern pattern)
    {
        var address = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            address.Append('/');
            foreach (var part in segment.Parts)
            {
                address.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart { IsCatchAll: true } =>
                        string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Escape(Word()))),
                    RoutePatternParameterPart parameter =>
                        Escape(random.Next(3) == 0 ? Word() : Pick(known.GetValueOrDefault(Kind(parameter.Name), Nasty))),
                    _ => "",
                });
            }
        }

        return address.Length == 0 ? "/" : address.ToString();
    }

    private static string Kind(string parameter) => parameter switch { "model_id" => "MODEL", "trace_id" => "TRACE", "id" => "RUN", _ => "" };

    // Bytes as they are would end the request's first line, or not be a request at all.
    private string Escape(string text) => random.Next(4) switch
    {
        0 => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        1 => string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) || "./%_-".Contains(character)
            ? character.ToString()
            : Uri.EscapeDataString(char.IsSurrogate(character) ? "?" : character.ToString()))),
        2 => Uri.EscapeDataString(text).Replace("%", "%%", StringComparison.Ordinal),
        _ => Uri.EscapeDataString(text),
    };

    private string Query(JsonObject fields)
    {
        var pairs = fields.SelectMany(field => field.Value is JsonArray items
            ? items.Select(item => (field.Key, Value: item?.ToString()))
            : [(field.Key, Value: field.Value?.ToString())]);
        return "?" + string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Escape(pair.Value ?? "")}"));
    }

    private byte[] Body(JsonObject fields)
    {
        var bytes = Encoding.UTF8.GetBytes(fields.ToJsonString());
        switch (random.Next(12))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 2:
                return Encoding.UTF8.GetBytes(Pick(BadBodies));
            default:
                return bytes;
        }
    }

    private string ContentType() => random.Next(12) == 0 ? Pick(OtherTypes) : "application/json";

    /// <summary>Changes one thing somewhere in the fields.</summary>
    private void Spoil(JsonObject fields)
    {
        if (fields.Count == 0)
        {
            fields[Word().Length > 40 ? "name" : Word()] = Value();
            return;
        }

        var name = fields.ElementAt(random.Next(fields.Count)).Key;
        switch (random.Next(6))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                fields[name] = new JsonArray(Value(), Value());
                break;
            case 2 when fields[name] is JsonArray { Count: > 0 } items && items[0] is JsonObject first:
                Spoil(first);
                break;
            case 3 when fields[name] is JsonObject inner:
                Spoil(inner);
                break;
            case 4 when fields[name] is JsonArray { Count: > 0 } items:
                for (var many = random.Next(1, 130); many > 0; many--)
                {
                    items.Add(items[0]?.DeepClone());
                }

                break;
            default:
                fields[name] = Value();
                break;
        }
    }

    private JsonNode? Value() => random.Next(10) switch
    {
        0 => null,
        1 => JsonValue.Create(random.NextInt64(long.MinValue, long.MaxValue)),
        2 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-320, 308))),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 => new JsonObject { [Pick(["key", "value", "dataset", "model_id"])] = Word() },
        5 => JsonValue.Create(Pick(Filters)),
        6 => JsonValue.Create(random.Next(-3, 200)),
        _ => JsonValue.Create(Word()),
    };

    private string Known(string body)
    {
        foreach (var (word, values) in known)
        {
            body = Replace(body, word, () => Pick(values));
        }

        body = Replace(body, "FILTER", () => Pick(Filters));
        body = Replace(body, "ORDER", () => Pick(Orders));
        body = Replace(body, "TOKEN", () => Pick(["", "", "e30=", "x", "eyJvZmZzZXQiOiAxfQ=="]));
        return Replace(body, "ANY", Word);
    }

    private static string Replace(string body, string word, Func<string> value)
    {
        for (var at = body.IndexOf(word, StringComparison.Ordinal); at >= 0; at = body.IndexOf(word, at, StringComparison.Ordinal))
        {
            var text = JsonValue.Create(value()).ToJsonString()[1..^1];
            body = body[..at] + text + body[(at + word.Length)..];
            at += text.Length;
        }

        return body;
    }

    private string Word() => random.Next(2) == 0 ? $"word{random.Next(20)}" : Pick(Nasty);

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
}

/// <summary>A request that the fuzz sends.</summary>
internal sealed record FuzzRequest(string Method, string Address, string ContentType, byte[] Body)
{
    public override string ToString()
    {
        var text = $"{Method} {Address} ({ContentType}) {Encoding.UTF8.GetString(Body)}";
        return text.Length <= 2000 ? text : text[..2000] + "...";
    }
}
