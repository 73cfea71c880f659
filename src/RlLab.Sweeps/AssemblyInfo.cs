using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RlLab.Sweeps.Tests")]
