return await RlLab.Cli.Host.RunAsync(RlLab.Cli.TestHost.TestExperiments.All, args);
