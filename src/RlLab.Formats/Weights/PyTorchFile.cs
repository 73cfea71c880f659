using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Formats;

/// <summary>
/// What <c>torch.save(network.state_dict(), file)</c> of PyTorch 1.6 and later writes: a ZIP archive with a pickle that names the tensors, and a file
/// for the elements of each.
/// </summary>
internal static class PyTorchFile
{
    private const string PickleName = "/data.pkl";

    /// <summary>The most elements of a tensor that has some several times, as after an <c>expand</c>.</summary>
    private const int MostRepeated = 1 << 24;

    /// <summary>Reads all tensors, in the order of the dictionary.</summary>
    /// <param name="file">The archive; it can be sought in.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is no such file, or a damaged one; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream file, string name) => WeightFile.Collect(
        name,
        "PyTorch",
        () =>
        {
            using var archive = Open(file);
            var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(PickleName, StringComparison.Ordinal))
                ?? throw new InvalidDataException("the archive has no data.pkl, so that it is none of torch.save.");
            var root = pickle.FullName[..^PickleName.Length];
            if (archive.GetEntry($"{root}/byteorder") is { } order && Text(order) != "little")
            {
                throw new InvalidDataException("it was written by a big-endian machine.");
            }

            // Stored, as PyTorch does, and so are the elements: else a few bytes could ask for all of the memory.
            if (pickle.CompressedLength != pickle.Length)
            {
                throw new InvalidDataException($"{pickle.FullName} has {pickle.CompressedLength:N0} bytes for {pickle.Length:N0}.");
            }

            using var content = new MemoryStream();
            using (var stream = pickle.Open())
            {
                stream.CopyTo(content);
            }

            var pickled = new PickleReader(content.ToArray()).Read() as PickledDictionary
                ?? throw new InvalidDataException($"it holds no dictionary. {PickleReader.WayOut}");
            return (IEnumerable<(string, Tensor)>)[.. pickled.Entries.Select(entry => (Name(entry.Key), ToTensor(archive, root, entry)))];
        });

    private static ZipArchive Open(Stream file)
    {
        var signature = new byte[4];
        var read = file.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false);
        if (read < signature.Length || !signature.AsSpan().SequenceEqual("PK\u0003\u0004"u8))
        {
            throw new InvalidDataException("it is no ZIP archive, as torch.save writes since PyTorch 1.6: load it there and save it again.");
        }

        return new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private static string Name(object? key) =>
        key as string ?? throw new InvalidDataException($"a key of its dictionary is no text. {PickleReader.WayOut}");

    private static Tensor ToTensor(ZipArchive archive, string root, KeyValuePair<object, object?> entry)
    {
        var (name, tensor) = (Name(entry.Key), entry.Value as PickledTensor);
        if (tensor is null)
        {
            throw new InvalidDataException($"'{entry.Key}' is no tensor. {PickleReader.WayOut}");
        }

        var (type, key, count) = tensor.Storage;
        var elements = archive.GetEntry($"{root}/data/{key}")
            ?? throw new InvalidDataException($"the elements of '{name}' should be in {root}/data/{key}, which the archive lacks.");

        if (elements.Length != count * WeightFile.ElementSize(type) || elements.CompressedLength != elements.Length)
        {
            throw new InvalidDataException(
                $"the elements of '{name}' are {count:N0} of {type}, and {elements.FullName} has {elements.CompressedLength:N0} bytes for "
                + $"{elements.Length:N0}.");
        }

        var size = WeightFile.Size(name, tensor.Shape);
        if (size > 0 && tensor.Last >= (UInt128)count)
        {
            throw new InvalidDataException(
                $"'{name}' of shape [{string.Join(", ", tensor.Shape)}] goes beyond the {count:N0} elements that there are for it.");
        }

        if (size > Math.Max(count, MostRepeated))
        {
            throw new InvalidDataException(
                $"'{name}' of shape [{string.Join(", ", tensor.Shape)}] repeats {count:N0} elements, and more than {MostRepeated:N0} can be none.");
        }

        using var stream = elements.Open();
        var storage = WeightFile.ReadTensor(name, stream, type, [count]);
        return size == 0 ? empty(tensor.Shape, type) : storage.as_strided(tensor.Shape, tensor.Strides, tensor.Offset).clone();
    }
}
