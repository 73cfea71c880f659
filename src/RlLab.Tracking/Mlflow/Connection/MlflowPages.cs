using System.Runtime.CompilerServices;

namespace RlLab.Tracking;

/// <summary>Follows an answer that comes in pages, fetching each when it is reached.</summary>
internal static class MlflowPages
{
    /// <summary>All items, from the first page on; <paramref name="page"/> gives that of a token, null for the first.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<string?, CancellationToken, Task<(IReadOnlyList<T> Items, string? NextToken)>> page,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? token = null;
        do
        {
            var (items, next) = await page(token, cancellation).ConfigureAwait(false);
            foreach (var item in items)
            {
                yield return item;
            }

            // A token that does not move on would be followed for ever.
            token = next == token ? null : next;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
