using System.Text;
using Tomlyn.Model;
using Tomlyn.Parsing;

namespace Tomlyn;

/// <summary>Reads TOML 1.1 documents.</summary>
public static class TomlSerializer
{
    private const int DefaultMaxDepth = 64;

    /// <summary>Reads a document.</summary>
    /// <typeparam name="T"><see cref="TomlTable"/> or object.</typeparam>
    /// <param name="toml">The document's text.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="TomlException">The text is not a TOML document.</exception>
    /// <exception cref="NotSupportedException">Another <typeparamref name="T"/> was asked for.</exception>
    public static T? Deserialize<T>(string toml, TomlSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(toml);
        if (typeof(T) != typeof(TomlTable) && typeof(T) != typeof(object))
            throw new NotSupportedException(
                $"TomlSerializer.Deserialize<{typeof(T).Name}> is not in ManagedTomlyn, which reads a document as a TomlTable. " +
                "Read a TomlTable, or build with -p:TorchBackend=cpu, which brings the Tomlyn package.");
        options ??= TomlSerializerOptions.Default;
        var maxDepth = options.MaxDepth > 0 ? options.MaxDepth : DefaultMaxDepth;
        return (T)(object)DocumentParser.Parse(new Scanner(toml, options.SourceName ?? "", maxDepth));
    }

    /// <summary>Reads a document to the reader's end.</summary>
    /// <inheritdoc cref="Deserialize{T}(string, TomlSerializerOptions)"/>
    public static T? Deserialize<T>(TextReader reader, TomlSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Deserialize<T>(reader.ReadToEnd(), options);
    }

    /// <summary>Reads a document of UTF-8 bytes to the stream's end; the stream stays open.</summary>
    /// <inheritdoc cref="Deserialize{T}(string, TomlSerializerOptions)"/>
    public static T? Deserialize<T>(Stream stream, TomlSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return Deserialize<T>(strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), options);
        }
        catch (DecoderFallbackException e)
        {
            throw new TomlException($"{options?.SourceName} is not UTF-8 from byte {e.Index} on; save it as UTF-8.".TrimStart());
        }
    }

    /// <summary>Reads a document, or answers false where it is not TOML.</summary>
    /// <inheritdoc cref="Deserialize{T}(string, TomlSerializerOptions)"/>
    public static bool TryDeserialize<T>(string toml, out T? value, TomlSerializerOptions? options = null)
    {
        try
        {
            value = Deserialize<T>(toml, options);
            return true;
        }
        catch (TomlException)
        {
            value = default;
            return false;
        }
    }
}
