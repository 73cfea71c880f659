return await RlLab.Cli.Host.RunAsync(RlLab.Generated.ExperimentCatalogue.All, args);
