using System.Globalization;

namespace RlLab.Cli;

/// <summary>Reads what a sweep may choose from as <c>--space</c> writes it, and holds it to the rules of the attributes.</summary>
/// <remarks>
/// <c>32,64</c> is a list; <c>0.9..1</c> a range of real or whole numbers; <c>0..1:0.25</c> one with steps; <c>1e-4..1e-2:log</c> one of magnitudes;
/// <c>1e-4..1e-2:log:5</c> one with five points, <c>0.01..1:0.01:log</c> one with steps. A choice between alternatives lists their names.
/// </remarks>
internal sealed class DomainText
{
    private const string Range = "..";
    private const string Written = "LOW..HIGH, LOW..HIGH:STEP, LOW..HIGH:log, LOW..HIGH:log:POINTS or LOW..HIGH:STEP:log";

    private readonly ParameterDescriptor _parameter;
    private readonly Assignment _space;

    private DomainText(ParameterDescriptor parameter, Assignment space) => (_parameter, _space) = (parameter, space);

    /// <summary>The domain that was written for a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="space">What was written, and where.</param>
    /// <exception cref="UserException">It is no domain, or none that fits the parameter.</exception>
    public static Domain Read(ParameterDescriptor parameter, Assignment space) => new DomainText(parameter, space).Read();

    private Domain Read()
    {
        // A text or an option may hold two dots itself, and has no range.
        var isNumber = _parameter.Kind is ParameterKind.Real or ParameterKind.Integer;
        return isNumber && _space.Text.Contains(Range, StringComparison.Ordinal) ? ReadRange() : ReadChoice();
    }

    private ChoiceDomain ReadChoice()
    {
        var values = _space.Text.Split(',', StringSplitOptions.TrimEntries).Select(Value).ToList();
        return values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw Wrong($"names {twice.Key} twice")
            : new ChoiceDomain(values);
    }

    private Domain ReadRange()
    {
        var parts = _space.Text.Split(':', StringSplitOptions.TrimEntries);
        var dots = parts[0].IndexOf(Range, StringComparison.Ordinal);
        if (dots < 0)
        {
            throw Wrong($"is no range: it is written {Written}");
        }

        var (low, high) = (Value(parts[0][..dots].Trim()), Value(parts[0][(dots + Range.Length)..].Trim()));
        if (low.AsReal() >= high.AsReal())
        {
            throw Wrong($"is empty, since {low} is not below {high}");
        }

        return parts[1..] switch
        {
            [] when _parameter.Kind == ParameterKind.Integer => new IntRangeDomain(low.AsInteger(), high.AsInteger()),
            [] => new UniformDomain(low.AsReal(), high.AsReal()),
            ["log"] => Logarithmic(low, high, points: null),
            ["log", var points] => Logarithmic(low, high, points),
            [var step] => Stepped(low, high, Value(step)),
            [var step, "log"] => SteppedLogarithmic(low, high, step),
            _ => throw Wrong($"has too many parts: it is written {Written}"),
        };
    }

    private Domain Stepped(ParameterValue low, ParameterValue high, ParameterValue step)
    {
        CheckStep(low, high, step);
        return _parameter.Kind == ParameterKind.Integer
            ? new IntRangeDomain(low.AsInteger(), high.AsInteger(), step.AsInteger())
            : new UniformDomain(low.AsReal(), high.AsReal(), step.AsReal());
    }

    private LogUniformDomain SteppedLogarithmic(ParameterValue low, ParameterValue high, string step)
    {
        if (_parameter.Kind == ParameterKind.Integer)
        {
            throw Wrong("has steps on a logarithmic scale, which are for real numbers; list the values instead: 16,32,64");
        }

        CheckMagnitudes(low);
        CheckStep(low, high, Value(step));
        return new LogUniformDomain(low.AsReal(), high.AsReal(), Step: Value(step).AsReal());
    }

    private void CheckStep(ParameterValue low, ParameterValue high, ParameterValue step)
    {
        // 0.3 - 0.1 is a little less than 0.2, and 0.2 must still count as a step of that range.
        if (step.AsReal() <= 0 || step.AsReal() > (high.AsReal() - low.AsReal()) * (1 + 1e-9))
        {
            throw Wrong($"has a step of {step}, which must be above 0 and at most as wide as the range");
        }
    }

    private void CheckMagnitudes(ParameterValue low)
    {
        if (low.AsReal() <= 0)
        {
            throw Wrong($"is logarithmic and begins at {low}; it must begin above 0");
        }
    }

    private Domain Logarithmic(ParameterValue low, ParameterValue high, string? points)
    {
        CheckMagnitudes(low);
        if (_parameter.Kind == ParameterKind.Integer)
        {
            return points is null
                ? new LogIntRangeDomain(low.AsInteger(), high.AsInteger())
                : throw Wrong("has points, which are for real numbers; list the values instead: 16,32,64");
        }

        return points is null ? new LogUniformDomain(low.AsReal(), high.AsReal())
            : int.TryParse(points, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 2
                ? new LogUniformDomain(low.AsReal(), high.AsReal(), count)
            : throw Wrong($"has '{points}' points, and takes a whole number from 2");
    }

    private ParameterValue Value(string text) =>
        ParameterBinder.WhyNot(_parameter, text, out var value) is { } why ? throw Wrong($"holds '{text}', but {why.TrimEnd('.')}") : value;

    private UserException Wrong(string what) =>
        new($"The space of {_parameter.Name}, '{_space.Text}' ({_space.Origin}), {what}{(what.EndsWith('?') ? "" : ".")}");
}
