using System.Globalization;

namespace Cosmovisor.SimNode.Settings;

/// <summary>An upgrade the chain's governance has decided, as given by <c>--plan NAME@HEIGHT[:INFO]</c>.</summary>
/// <remarks>
/// The block at <see cref="VotedAt"/> decides it; 0 is before the chain began. That at <see cref="CancelledAt"/> takes it back.
/// </remarks>
internal sealed record ChainPlan(string Name, long Height, string Info, long VotedAt = 0, long CancelledAt = long.MaxValue)
{
    /// <summary>
    /// The block that carries it out: the one at its height, or the next where the plan's own block was the one that decided it.
    /// </summary>
    public long DueAt => Math.Max(Height, VotedAt + 1) is var due && CancelledAt > due ? due : long.MaxValue;

    /// <returns>Null when the text is not of that form.</returns>
    public static ChainPlan? Parse(string text)
    {
        // A name may hold @ and an info certainly does: the separator is the first @ that a height follows.
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at > 0; at = text.IndexOf('@', at + 1))
        {
            var rest = text[(at + 1)..];
            var colon = rest.IndexOf(':', StringComparison.Ordinal);
            var digits = colon < 0 ? rest : rest[..colon];

            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0)
            {
                return new ChainPlan(text[..at], height, colon < 0 ? "" : rest[(colon + 1)..]);
            }
        }

        return null;
    }
}
