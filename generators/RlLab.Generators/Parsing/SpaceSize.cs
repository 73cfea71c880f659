using System.Globalization;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Counts the settings that a sweep can choose among; a setting of alternatives has the values of one of them.</summary>
internal static class SpaceSize
{
    /// <returns>The number before constraints, infinite where a range is continuous.</returns>
    /// <param name="members">The experiment's properties.</param>
    /// <param name="isGrid">Whether a grid chooses, for which a logarithmic range has as many values as its points.</param>
    public static double Of(IEnumerable<MemberModel> members, bool isGrid) => members.Aggregate(1.0, (size, member) => size * Of(member, isGrid));

    private static double Of(MemberModel member, bool isGrid) => member switch
    {
        ValueModel { Parameter.Domain: { } domain } => Of(domain, isGrid),
        GroupModel group => Of(group.Record.Members, isGrid),
        AlternativesModel alternatives => Of(alternatives.Common, isGrid)
            * Taken(alternatives).Sum(alternative => Of(alternative.Members, isGrid)),
        _ => 1,
    };

    private static IEnumerable<RecordModel> Taken(AlternativesModel alternatives) => alternatives.Alternatives.Where(alternative =>
        alternatives.Choice.Domain is ChoiceModel choice ? choice.Values.Contains(alternative.Name)
        : alternatives.Choice.Default is { } known ? known == alternative.Name
        : alternative == alternatives.Alternatives[0]);

    private static double Of(DomainModel domain, bool isGrid) => domain switch
    {
        UniformModel { Step: { } step } range => Steps(range.Low, range.High, step),
        LogUniformModel { Step: { } step } range => Steps(range.Low, range.High, step),
        LogUniformModel { Points: { } points } when isGrid => Number(points),
        IntRangeModel range => Math.Floor((Number(range.High) - Number(range.Low)) / Number(range.Step)) + 1,
        LogIntRangeModel range => Number(range.High) - Number(range.Low) + 1,
        ChoiceModel choice => choice.Values.Count,
        _ => double.PositiveInfinity,
    };

    private static double Steps(string low, string high, string step) => Math.Floor((Number(high) - Number(low)) / Number(step) + 1e-9) + 1;

    private static double Number(string literal) => double.Parse(literal, CultureInfo.InvariantCulture);
}
