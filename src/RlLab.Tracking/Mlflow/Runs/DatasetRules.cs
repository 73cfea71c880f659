namespace RlLab.Tracking;

/// <summary>What a server keeps of a dataset.</summary>
internal static class DatasetRules
{
    public static void Check(MlflowDatasetInput input)
    {
        var dataset = input.Dataset;
        MlflowRules.CheckName(dataset.Name, "dataset");
        MlflowRules.CheckName(dataset.Digest, "dataset's digest", 36);
        MlflowRules.CheckLength(dataset.Source, $"source of the dataset '{dataset.Name}'", 65_535);
        MlflowRules.CheckLength(dataset.Schema ?? "", $"schema of the dataset '{dataset.Name}'", 1_048_575);
        MlflowRules.CheckLength(dataset.Profile ?? "", $"profile of the dataset '{dataset.Name}'", 16_777_215);
        foreach (var tag in input.Tags)
        {
            MlflowRules.CheckName(tag.Key, "tag of a dataset", 255);
            MlflowRules.CheckLength(tag.Value, $"value of the tag '{tag.Key}' of the dataset '{dataset.Name}'", 500);
        }
    }
}
