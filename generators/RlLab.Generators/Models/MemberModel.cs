namespace RlLab.Generators.Models;

/// <summary>A property that a run sets: of an experiment, or of a record that one of its properties holds.</summary>
/// <param name="Property">Its name.</param>
/// <param name="IsRequired">Whether an instance cannot be made without setting it.</param>
internal abstract record MemberModel(string Property, bool IsRequired)
{
    /// <summary>Its hyperparameters; a choice stands before those of its alternatives.</summary>
    public abstract IEnumerable<ParameterModel> Parameters { get; }
}

/// <summary>A property that is itself a hyperparameter.</summary>
internal sealed record ValueModel(string Property, bool IsRequired, ParameterModel Parameter) : MemberModel(Property, IsRequired)
{
    public override IEnumerable<ParameterModel> Parameters => [Parameter];
}

/// <summary>A property that holds a record of hyperparameters.</summary>
internal sealed record GroupModel(string Property, bool IsRequired, RecordModel Record) : MemberModel(Property, IsRequired)
{
    public override IEnumerable<ParameterModel> Parameters => Record.Members.SelectMany(member => member.Parameters);
}

/// <summary>A property that holds one of several records.</summary>
/// <param name="Choice">Which of them it is.</param>
/// <param name="Common">The properties that every one of them has.</param>
/// <param name="Alternatives">The records, each with the properties of its own; their short names are the choice's values.</param>
internal sealed record AlternativesModel(
    string Property, bool IsRequired, ParameterModel Choice, EquatableArray<MemberModel> Common, EquatableArray<RecordModel> Alternatives)
    : MemberModel(Property, IsRequired)
{
    public override IEnumerable<ParameterModel> Parameters =>
        [Choice, .. Common.Concat(Alternatives.SelectMany(alternative => alternative.Members)).SelectMany(member => member.Parameters)];
}

/// <summary>A record whose properties are hyperparameters.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="TypeName">Its fully qualified name.</param>
/// <param name="Arguments">The properties that its constructor must be given.</param>
/// <param name="Members">Its properties.</param>
internal sealed record RecordModel(string Name, string TypeName, EquatableArray<string> Arguments, EquatableArray<MemberModel> Members);
