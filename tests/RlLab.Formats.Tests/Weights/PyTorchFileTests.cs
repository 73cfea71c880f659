using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Formats.Tests.Weights;

/// <summary>Files that PyTorch saved (Golden/make.py), and what nobody should open.</summary>
public sealed class PyTorchFileTests
{
    public static TheoryData<string, string> Refused => new()
    {
        {
            "module.pt",
            "*module.pt cannot be read as a PyTorch file: its pickle has the instruction 0x81 *, which no dictionary of tensors needs. Save the "
            + "weights alone: *"
        },
        { "nested.pt", "*'state_dict' is no tensor. Save the weights alone*" },
        { "legacy.pt", "*it is no ZIP archive, as torch.save writes since PyTorch 1.6*" },
    };

    public static TheoryData<string, string> Pickles => new()
    {
        // What a pickle runs when Python opens it: the call of os.system("echo").
        { "cos\nsystem\n(X\u0004\0\0\0echotR.", "*it would call os.system, which no dictionary of tensors needs*" },
        { "c__builtin__\neval\n(X\u0001\0\0\01tR.", "*it would call __builtin__.eval*" },
        { "ccollections\nOrderedDict\n(K\u0001tR.", "*arguments that collections.OrderedDict does not take*" },
        { "ctorch._utils\n_rebuild_tensor_v2\n)R.", "*arguments that torch._utils._rebuild_tensor_v2 does not take*" },
        { "i", "*the instruction 0x69 at byte 0*" },
        { "}", "*no end, after 1 bytes*" },
        { ".", "*nothing on its stack*" },
        { "(.", "*nothing on its stack*" },
        { "t.", "*no mark on its stack*" },
        { "h\u0005.", "*nothing in memory at 5*" },
        { "}(X\u0001\0\0\0au.", "*a key of a dictionary that comes twice, is None or has no value: 'a'*" },
        { "N(K\u0001K\u0001u.", "*an entry for something that is no dictionary*" },
        { "K\u0001.", "*it holds no dictionary*" },
        { "}K\u0001K\u0001s.", "*a key of its dictionary is no text*" },
        { "}X\u0001\0\0\0aK\u0001s.", "*'a' is no tensor*" },
        { "K\u0001Q.", "*elements that are none of torch's*" },
        { TensorOf("K\0", "K\u0002", "torch\nUIntStorage"), "*elements of torch.UIntStorage, and torch.FloatStorage, *" },
        { TensorOf("K\u0001", "K\u0002"), "*'a' of shape [2] goes beyond the 2 elements that there are for it*" },
        { TensorOf("K\0", "K\u0003"), "*'a' of shape [3] goes beyond the 2 elements*" },
        { TensorOf("J\u00ff\u00ff\u00ff\u00ff", "K\u0001"), "*a tensor whose shape and strides do not fit*" },
    };

    [Theory]
    [InlineData("policy.pt")]
    [InlineData("policy-protocol-4.pt")]
    [InlineData("policy-parameters.pt")]
    public void A_network_of_PyTorchs_weights_gives_PyTorchs_outputs(string file)
    {
        using var scope = NewDisposeScope();
        var network = Sequential(Linear(4, 8), Tanh(), Linear(8, 2));
        WeightFile.Load(Golden(file), network);

        var answers = JsonDocument.Parse(File.ReadAllText(Golden("answers.json"))).RootElement;
        var outputs = network.call(tensor(Numbers("inputs"), 3, 4)).data<float>().ToArray();

        outputs.Zip(Numbers("outputs"), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6f);

        float[] Numbers(string name) =>
            [.. answers.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(number => number.GetSingle())];
    }

    [Fact]
    public void Running_statistics_and_their_count_are_read()
    {
        using var scope = NewDisposeScope();
        var network = Sequential(BatchNorm1d(3));
        WeightFile.Load(Golden("norm.pt"), network);
        network.named_buffers().Single(buffer => buffer.name == "0.num_batches_tracked").buffer.ToInt64().Should().Be(1);
        network.named_buffers().Single(buffer => buffer.name == "0.running_var").buffer.data<float>().ToArray().Should().NotContain(1);
    }

    [Fact]
    public void A_tensor_that_is_turned_or_begins_within_its_storage_is_read_as_it_is()
    {
        using var scope = NewDisposeScope();
        var read = WeightFile.Read(Golden("views.pt"));
        read["weight"].shape.Should().Equal(2, 3);
        read["weight"].data<float>().ToArray().Should().Equal(0, 2, 4, 1, 3, 5);
        read["bias"].data<float>().ToArray().Should().Equal(6, 7);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_dictionary_of_weights_is_refused_with_the_way_out(string file, string message) =>
        file.Invoking(f => WeightFile.Read(Golden(f))).Should().Throw<InvalidDataException>().WithMessage(message);

    [Theory]
    [MemberData(nameof(Pickles))]
    public void A_pickle_that_does_more_or_is_damaged_is_refused_by_what_it_would_do(string pickle, string message)
    {
        using var file = Archive(("policy/data.pkl", Encoding.Latin1.GetBytes(pickle)), ("policy/data/0", new byte[8]));
        file.Invoking(f => PyTorchFile.Read(f, "policy.pt")).Should().Throw<InvalidDataException>()
            .WithMessage("policy.pt cannot be read as a PyTorch file: " + message);
    }

    [Fact]
    public void A_tensor_whose_elements_are_missing_or_of_another_size_is_named()
    {
        var pickle = Encoding.Latin1.GetBytes(TensorOf("K\0", "K\u0002"));
        using var none = Archive(("policy/data.pkl", pickle));
        none.Invoking(f => PyTorchFile.Read(f, "p")).Should().Throw<InvalidDataException>().WithMessage("*'a' should be in policy/data/0*");
        using var few = Archive(("policy/data.pkl", pickle), ("policy/data/0", new byte[7]));
        few.Invoking(f => PyTorchFile.Read(f, "p")).Should().Throw<InvalidDataException>().WithMessage("*'a' are 2 of Float32*7 bytes*");
        using var whole = Archive(("policy/data.pkl", pickle), ("policy/data/0", new byte[8]));
        PyTorchFile.Read(whole, "p").Should().ContainKey("a");
    }

    [Fact]
    public void A_few_bytes_cannot_ask_for_all_of_the_memory()
    {
        // 2^44 elements that are all the first one; and a pickle of a thousandth of its length.
        var repeated = TensorOf("K\0", "\u008a\u0006\0\0\0\0\0\u0010").Replace("K\u0001\u0085\u0089", "K\0\u0085\u0089");
        using var file = Archive(("policy/data.pkl", Encoding.Latin1.GetBytes(repeated)), ("policy/data/0", new byte[8]));
        file.Invoking(f => PyTorchFile.Read(f, "p")).Should().Throw<InvalidDataException>()
            .WithMessage("*'a' of shape [17592186044416] repeats 2 elements*");

        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("policy/data.pkl", CompressionLevel.Optimal).Open();
            entry.Write(new byte[1_000_000]);
        }

        packed.Position = 0;
        packed.Invoking(f => PyTorchFile.Read(f, "p")).Should().Throw<InvalidDataException>()
            .WithMessage("*policy/data.pkl has * bytes for 1,000,000*");
    }

    [Fact]
    public void An_archive_that_is_another_or_is_cut_off_is_refused()
    {
        using var other = Archive(("readme.txt", [1]));
        other.Invoking(f => PyTorchFile.Read(f, "p")).Should().Throw<InvalidDataException>().WithMessage("*no data.pkl*");
        var whole = File.ReadAllBytes(Golden("policy.pt"));
        for (var length = 0; length < whole.Length; length += 16)
        {
            using var file = new MemoryStream(whole[..length]);
            file.Invoking(f => PyTorchFile.Read(f, "p")).Should().Throw<InvalidDataException>($"of {whole.Length} bytes there are {length}");
        }
    }

    private static string Golden(string file) => RepositoryFiles.PathOf("tests", "RlLab.Formats.Tests", "Golden", file);

    private static string Storage(string type) => $"X\u0007\0\0\0storagec{type}\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0002";

    /// <summary>A dictionary with a vector 'a' of 2 elements' storage: its offset and its length are instructions.</summary>
    private static string TensorOf(string offset, string length, string type = "torch\nFloatStorage") =>
        $"}}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n(({Storage(type)}tQ{offset}{length}\u0085K\u0001\u0085\u0089)tRs.";

    private static MemoryStream Archive(params (string Name, byte[] Content)[] entries)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        file.Position = 0;
        return file;
    }
}
