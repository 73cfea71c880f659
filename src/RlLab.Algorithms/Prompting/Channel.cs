namespace RlLab.Algorithms.Prompting;

/// <summary>What a listener hears.</summary>
public enum Channel
{
    /// <summary>What the speaker's network says; it learns what to say from what the listener earns.</summary>
    Trained,

    /// <summary>Always the message of all zeros.</summary>
    Zero,

    /// <summary>A random message each step.</summary>
    Random,
}
