namespace System.Runtime.CompilerServices;

/// <summary>Lets records be compiled for netstandard2.0, which an analyzer must target.</summary>
internal static class IsExternalInit;
