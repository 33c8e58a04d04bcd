using Cosmovisor.Events;

namespace Cosmovisor.Status;

/// <summary>Whether the network agrees to the last upgrade, on the screen of <c>status</c>.</summary>
internal static class ConfirmationScreen
{
    private const int Longest = 1000;

    /// <returns>None where nothing is known.</returns>
    public static IEnumerable<string> Lines(LastUpgrade? upgrade)
    {
        switch (upgrade?.Confirmation)
        {
            case "confirmed":
                yield return $"confirmed by the network{(upgrade.FirstBlock is { } at ? $", {Time(at)}" : "")}{Signed(upgrade.Signed)}";

                if (upgrade.Down is { } down)
                {
                    yield return $"down {down.Words}";
                }

                break;
            case "unconfirmed":
                yield return $"NOT CONFIRMED: {Missing(upgrade) ?? "no block came after it"}";
                break;
            case "waiting":
                yield return $"not confirmed yet{(Missing(upgrade) is { } missing ? $": {missing}" : "")}";
                break;
            case "cannot-be-confirmed":
                yield return Missing(upgrade) ?? "cannot check whether the network agrees";
                break;
        }
    }

    private static string Signed(string signed) => signed switch
    {
        "yes" => "; its validator signs",
        "no" => "; its validator DOES NOT SIGN",
        _ => "",
    };

    // The sentence of the log begins with what stands here already.
    private static string? Missing(LastUpgrade upgrade)
    {
        foreach (var head in new[] { "the upgrade is not confirmed yet: ", "the upgrade is not confirmed: " })
        {
            if (upgrade.Missing?.StartsWith(head, StringComparison.Ordinal) == true)
            {
                return ForeignText.Printable(upgrade.Missing[head.Length..], Longest);
            }
        }

        return upgrade.Missing is { } missing ? ForeignText.Printable(missing, Longest) : null;
    }

    private static string Time(DateTimeOffset at) =>
        $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}
