namespace RlLab.Generators.Models;

/// <summary>The question that the experiments of a folder ask.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Text">The question, in Markdown.</param>
internal sealed record QuestionModel(string Folder, string Text);
