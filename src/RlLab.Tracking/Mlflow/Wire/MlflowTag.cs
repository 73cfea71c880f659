namespace RlLab.Tracking;

/// <summary>A tag.</summary>
/// <param name="Key">Its name, at most 250 characters.</param>
/// <param name="Value">Its value, at most 5,000 characters; of a run on MLflow 3 8,000, in the registry 100,000.</param>
public readonly record struct MlflowTag(string Key, string Value);
