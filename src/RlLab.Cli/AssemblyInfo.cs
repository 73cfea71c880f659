using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RlLab.Cli.Tests")]
