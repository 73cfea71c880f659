namespace RlLab.Algorithms.StraightThrough;

/// <summary>What a threshold, whose own derivative is zero, passes backward in its place.</summary>
public enum Estimator
{
    /// <summary>The gradient as it is (Hinton, 2012; Bengio, Léonard and Courville, 2013).</summary>
    StraightThrough,

    /// <summary>The gradient where the input is near the threshold, and nothing elsewhere (Hubara et al., 2016).</summary>
    Clipped,

    /// <summary>The gradient times the slope of a steeper sigmoid around the threshold (Chung, Ahn and Bengio, 2017).</summary>
    SigmoidAdjusted,

    /// <summary>The gradient as it is, through a bit that is drawn with the input as its probability (Bengio et al., 2013).</summary>
    Stochastic,

    /// <summary>Nothing: a plain comparison, through which nothing before it can learn.</summary>
    None,
}
