using System.Collections;
using System.Reflection;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Engines;

/// <summary>Whether the package's modules have hooks, which nothing public tells.</summary>
internal static class WatchedModules
{
    // Lists of hooks are the only collections that the base class of modules with one argument has.
    private static readonly FieldInfo[] Hooks =
    [
        .. typeof(Module<Tensor, Tensor>).BaseType!.GetFields(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(field => typeof(ICollection).IsAssignableFrom(field.FieldType)),
    ];

    public static bool Contains(Module<Tensor, Tensor> module) => Hooks.Any(field => field.GetValue(module) is ICollection { Count: > 0 });
}
