using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RlLab.Generators.Tests.Support;

/// <summary>A small TorchSharp, of which the managed engine has all but what is called missing.</summary>
public static class Torch
{
    private const string Source = """
        namespace TorchSharp
        {
            public static class torch
            {
                public static Tensor abs(Tensor x) => x;
                public static Tensor missing(Tensor x) => x;
                public static Tensor abs(Tensor x, int missing) => x;
                public static DisposeScope NewDisposeScope() => new();
                public static double pi => 3;
                public static double missing_constant => 3;
                public static int missing_field;
                public static event System.Action? missing_event { add { } remove { } }

                public class Tensor : System.IDisposable
                {
                    public void Dispose() { }
                    public Tensor() { }
                    public Tensor(string missing) { }
                    public Tensor this[int i] => this;
                    public Tensor this[string missing] => this;
                    public T item<T>() => default!;
                    public T missing_item<T>() => default!;
                    public override string ToString() => "missing";
                    public static implicit operator Tensor(int value) => new();
                    public static implicit operator Tensor(string missing) => new();
                    public static Tensor operator +(Tensor a, Tensor b) => a;
                    public static Tensor operator -(Tensor a, Tensor missing) => a;
                    public static Tensor operator -(Tensor missing) => missing;
                    public static Tensor operator ++(Tensor missing) => missing;
                }

                public enum Mode { Known, Missing }
            }

            public class DisposeScope : System.IDisposable { public void Dispose() { } }

            public static class Extensions
            {
                public static torch.Tensor relu(this torch.Tensor x) => x;
                public static torch.Tensor missing_relu(this torch.Tensor x) => x;
            }

            public static class missing_vision
            {
                public static class models { public static torch.Tensor resnet() => 1; }
            }
        }

        namespace TorchSharp.Modules
        {
            public class Module<T>
            {
                public Module(string name) { }
                protected Module(int missing) { }
                public virtual T forward(T x) => x;
                public virtual void missing_hook() { }
            }

            public class Linear : Module<torch.Tensor>
            {
                public Linear() : base("linear") { }
                public override torch.Tensor forward(torch.Tensor missing) => missing;
            }

            public class MissingModule<T> : Module<T> { public MissingModule() : base("missing") { } }
            public class MissingAttribute : System.Attribute;
        }
        """;

    private static readonly CSharpCompilation Compilation = Compiler.Compile("TorchSharp", Source);

    public static MetadataReference Reference { get; } = MetadataReference.CreateFromImage(GeneratedCatalogue.Emit(Compilation));

    /// <summary>What a project that uses torch hands to its analyzers.</summary>
    public static AnalyzerOptions Options { get; } = new([List.Instance], new ListOptions());

    private static IEnumerable<ISymbol> Symbols(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => Symbols(space),
        INamedTypeSymbol type => Symbols(type).Prepend(type),
        _ => [member],
    });

    private static bool IsKnown(ISymbol symbol) => !(
        symbol.Name.Contains("missing", StringComparison.OrdinalIgnoreCase)
        || symbol is IMethodSymbol { IsOverride: true } or IMethodSymbol { Parameters: [.., { Name: "missing" }] }
            or IPropertySymbol { Parameters: [{ Name: "missing" }] }
        || (symbol.ContainingType is { } type && !IsKnown(type)));

    private sealed class List : AdditionalText
    {
        public static readonly List Instance = new();

        public override string Path => "Surface.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(
            string.Join('\n', Symbols(Compilation.Assembly.GlobalNamespace).Where(IsKnown).Select(symbol => symbol.GetDocumentationCommentId())));
    }

    private sealed class ListOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Metadata([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Metadata(new() { ["build_metadata.AdditionalFiles.TorchSurface"] = "managed" });
    }

    private sealed class Metadata(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
