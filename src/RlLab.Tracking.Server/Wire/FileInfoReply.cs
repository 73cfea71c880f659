namespace RlLab.Tracking.Server.Wire;

/// <summary>A file or a folder among artifacts; an empty file has no size, as in MLflow.</summary>
internal sealed record FileInfoReply(string Path, bool IsDir, long? FileSize);
