namespace RlLab;

/// <summary>Lets the build write <see cref="IResumable"/> for a partial class: all that changes in it is saved and restored.</summary>
/// <remarks>
/// What changes: every field and every property with storage that is not read-only, and whatever mutable thing a read-only one holds (an array, a
/// list, a generator, a network, an optimiser, a world, another class that is <see cref="IResumable"/>). Read-only values are settings, which the
/// constructor makes again. A field that holds what cannot be saved is a compile error, unless <see cref="RebuiltAttribute"/> says that nothing is
/// lost by it.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CheckpointedAttribute : Attribute;

/// <summary>
/// Leaves a field out of what <see cref="CheckpointedAttribute"/> saves: it is scratch memory, it is made again when it is needed, or somebody else
/// saves it.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class RebuiltAttribute : Attribute;
