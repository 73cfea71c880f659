using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Where a command writes: results to standard output, all else to standard error.</summary>
internal sealed class Screen
{
    /// <summary>How wide text may be where there is no terminal that says so: nothing in a log is folded.</summary>
    private const int WidthWithoutTerminal = 10_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HostContext _host;

    public Screen(HostContext host, bool json)
    {
        (_host, Json) = (host, json);
        Results = Console(host.Output, host.OutputIsTerminal);
        Messages = Console(host.Error, host.ErrorIsTerminal);
    }

    /// <summary>Whether the result is asked for as a JSON document.</summary>
    public bool Json { get; }

    /// <summary>Results for people; nothing may go here where JSON is asked for.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>Progress, warnings and errors.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Whether <see cref="Messages"/> can be redrawn.</summary>
    public bool IsLive => _host.ErrorIsTerminal;

    /// <summary>Shows a command's result: the document where JSON is asked for, else what is printed for people.</summary>
    /// <param name="document">The result as data.</param>
    /// <param name="print">Prints the result for people.</param>
    public void Show(object document, Action<IAnsiConsole> print)
    {
        if (Json)
        {
            _host.Output.WriteLine(ToJson(document));
        }
        else
        {
            print(Results);
        }
    }

    /// <summary>The document as text, in the way of <see cref="Show"/>.</summary>
    /// <param name="document">The result as data.</param>
    public static string ToJson(object document) => JsonSerializer.Serialize(document, Options);

    /// <summary>Writes one line of plain text to standard error.</summary>
    /// <param name="line">The line; brackets are plain text too.</param>
    public void Note(string line)
    {
        if (IsLive)
        {
            Messages.WriteLine(line);
        }
        else
        {
            _host.Error.WriteLine(line);
        }
    }

    private static IAnsiConsole Console(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
