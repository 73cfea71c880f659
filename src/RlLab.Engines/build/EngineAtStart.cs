namespace RlLab.Engines;

/// <summary>Has torch found before anything of this program runs.</summary>
internal static class EngineAtStart
{
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Find() => TorchEngines.FindAtStart();
}
