using System.Text.Json;

namespace RlLab.Tracking.Server.Pages;

/// <summary>What a browser can show of an artifact, by its kind.</summary>
internal static class Preview
{
    private const int MaximumText = 100_000, MaximumRows = 200, MaximumTensors = 500;

    private static readonly string[] Images = [".png", ".apng", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"];
    private static readonly string[] Videos = [".mp4", ".webm", ".m4v", ".mov"];
    private static readonly string[] Texts = [".txt", ".log", ".jsonl", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".xml", ".cs", ".py"];
    private static readonly string[] Checkpoints = [".dat", ".safetensors"];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The preview; empty where there is none.</summary>
    /// <param name="path">The artifact's path, as people read it.</param>
    /// <param name="url">Where a browser gets it.</param>
    /// <param name="find">Finds the file on disk, where its content is needed.</param>
    public static Html Of(string path, string url, Func<string> find) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        var type when Images.Contains(type) => Html.Of($"""<a href="{url}"><img src="{url}" alt="{path}" loading="lazy"></a>"""),
        var type when Videos.Contains(type) => Html.Of(
            $"""<video src="{url}" controls loop muted playsinline preload="metadata" aria-label="{path}"></video>"""),
        ".html" or ".htm" => Html.Of($"""<iframe class="page" src="{url}" sandbox="allow-scripts" title="{path}" loading="lazy"></iframe>"""),
        ".md" => Html.Of($"""<div class="note" tabindex="0" role="region" aria-label="{path}">{Note.Markup(Text(find()).Text)}</div>"""),
        ".csv" => Sheet(Text(find()), ','),
        ".tsv" => Sheet(Text(find()), '\t'),
        ".json" => Plain(AsJson(Text(find()))),
        ".diff" or ".patch" => Diff(Text(find())),
        ".txt" when path.EndsWith(".diff.txt", StringComparison.OrdinalIgnoreCase) => Diff(Text(find())),
        var type when Texts.Contains(type) => Plain(Text(find())),
        var type when Checkpoints.Contains(type) && TensorFile.TryRead(find()) is { } tensors => Tensors(tensors),
        _ => Html.Empty,
    };

    private static Html Plain((string Text, bool IsCut) content) => Html.Of(
        $"""<pre tabindex="0">{content.Text}{Html.When(content.IsCut, $"\n… the beginning only; open the file for the rest")}</pre>""");

    private static Html Diff((string Text, bool IsCut) content) => Html.Of($"""
        <pre class="diff" tabindex="0">{content.Text.Split('\n').Select(line => line switch
        {
            ['+', ..] => Html.Of($"<span class=\"add\">{line}\n</span>"),
            ['-', ..] => Html.Of($"<span class=\"del\">{line}\n</span>"),
            ['@', '@', ..] => Html.Of($"<span class=\"at\">{line}\n</span>"),
            _ => Html.Of($"{line}\n"),
        })}{Html.When(content.IsCut, $"… the beginning only; open the file for the rest")}</pre>
        """);

    private static Html Sheet((string Text, bool IsCut) content, char separator)
    {
        var rows = SeparatedValues.Read(content.Text, separator).Take(MaximumRows + 2).ToList();
        var isCut = content.IsCut || rows.Count > MaximumRows + 1;
        return Html.When(rows.Count > 0, $"""
            <div class="sheet" tabindex="0" role="region" aria-label="Table"><table>
            {Html.When(isCut, $"<caption>The first {MaximumRows} rows</caption>")}
            <thead><tr>{(rows.Count > 0 ? rows[0] : []).Select(cell => Html.Of($"<th scope=\"col\">{cell}</th>"))}</tr></thead>
            <tbody>{rows.Skip(1).Take(MaximumRows).Select(row => Html.Of($"<tr>{row.Select(cell => Html.Of($"<td>{cell}</td>"))}</tr>\n"))}</tbody>
            </table></div>
            """);
    }

    private static Html Tensors(IReadOnlyList<TensorEntry> tensors) => Html.Of($"""
        <div class="sheet" tabindex="0" role="region" aria-label="Tensors"><table>
        <caption>{Format.Count(tensors.Count, "tensor")}, {Format.Count(tensors.Sum(tensor => tensor.Count), "element")}</caption>
        <thead><tr><th scope="col">Tensor</th><th scope="col">Shape</th><th scope="col">Type</th>
        <th scope="col" class="value">Elements</th></tr></thead>
        <tbody>{tensors.Take(MaximumTensors).Select(tensor => Html.Of($"""
            <tr><th scope="row">{tensor.Name}</th><td>[{string.Join(", ", tensor.Shape)}]</td><td>{tensor.Type}</td>
            <td class="value">{tensor.Count:N0}</td></tr>

            """))}</tbody></table></div>
        """);

    private static (string Text, bool IsCut) AsJson((string Text, bool IsCut) content)
    {
        try
        {
            return content.IsCut ? content : (JsonSerializer.Serialize(JsonDocument.Parse(content.Text).RootElement, Indented), false);
        }
        catch (JsonException)
        {
            return content;
        }
    }

    private static (string Text, bool IsCut) Text(string file)
    {
        using var reader = new StreamReader(file);
        var buffer = new char[MaximumText];
        var length = reader.ReadBlock(buffer);
        return (new string(buffer, 0, length), reader.Peek() >= 0);
    }
}
