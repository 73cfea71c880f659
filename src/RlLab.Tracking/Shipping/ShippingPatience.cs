namespace RlLab.Tracking;

/// <summary>How long a shipper that is to complete goes on while nothing gets through.</summary>
/// <param name="Away">With a server that has given no answer since then.</param>
/// <param name="Failing">With one that has, if only by an error or by breaking off: it is alive, so its next answer may be a good one.</param>
/// <remarks>
/// Measured from the last request that succeeded, and over only after three tries in a row have failed, ten where the server is alive. What it asks
/// to be left alone for (<c>Retry-After</c>) does not count, up to five times <paramref name="Failing"/>; one that asks for longer than that at once
/// is given up.
/// </remarks>
public readonly record struct ShippingPatience(TimeSpan Away, TimeSpan Failing)
{
    /// <summary>So long with a server that gives no answer, and six times as long with one that fails.</summary>
    public static implicit operator ShippingPatience(TimeSpan away) => new(away, 6 * away);
}
