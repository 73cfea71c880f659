foreach (var experiment in RlLab.Generated.ExperimentCatalogue.All)
{
    Console.WriteLine($"{experiment.Name}: {experiment.Summary}");
}
