using Microsoft.CodeAnalysis;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Checkpoints;

/// <summary>How the classes that a checkpointed one derives from save their state.</summary>
internal enum BaseState
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>By methods that can be overridden, and called.</summary>
    Virtual,

    /// <summary>They leave it to the class.</summary>
    Abstract,

    /// <summary>By methods that nobody can override.</summary>
    Closed,
}

/// <summary>Looks at the classes that a checkpointed one derives from.</summary>
internal static class BaseStates
{
    private static readonly string[] Methods = ["SaveState", "RestoreState"];

    public static BaseState Of(INamedTypeSymbol type)
    {
        for (var @base = type.BaseType; @base is not null && StateTypes.IsResumable(@base); @base = @base.BaseType)
        {
            var own = Methods.Select(name => @base.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.Length == 1))
                .OfType<IMethodSymbol>().ToList();
            if (own.Count > 0)
            {
                return own.All(method => method.IsAbstract) ? BaseState.Abstract
                    : own.All(method => (method.IsVirtual || method.IsOverride) && !method.IsSealed) ? BaseState.Virtual
                    : BaseState.Closed;
            }

            // What is written for it cannot be seen here.
            if (@base.FindAttribute(KnownTypes.Checkpointed) is not null)
            {
                return BaseState.Virtual;
            }

            // Its methods are the interface's alone.
            if (@base.BaseType is not { } below || !StateTypes.IsResumable(below))
            {
                return BaseState.Closed;
            }
        }

        return BaseState.None;
    }
}
