namespace RlLab.Sweeps;

/// <summary>What samplers are called where people type and read.</summary>
public static class SamplerWords
{
    /// <summary>Every sampler by its word.</summary>
    public static IReadOnlyDictionary<string, Sampler> All { get; } = new OrderedDictionary<string, Sampler>
    {
        ["grid"] = Sampler.Grid,
        ["random"] = Sampler.Random,
        ["sobol"] = Sampler.Sobol,
        ["tpe"] = Sampler.Tpe,
        ["cma-es"] = Sampler.CmaEs,
        ["gp"] = Sampler.Gp,
        ["auto"] = Sampler.Auto,
    };

    /// <summary>A sampler's word.</summary>
    /// <param name="sampler">The sampler.</param>
    public static string Word(this Sampler sampler) => All.First(entry => entry.Value == sampler).Key;
}
