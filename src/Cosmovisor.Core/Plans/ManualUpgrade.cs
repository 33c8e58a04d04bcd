using System.Globalization;

namespace Cosmovisor.Plans;

/// <summary>An upgrade that an operator asks for, not the chain.</summary>
/// <param name="Plan">Its height is 0 when it waits for the chain's own plan.</param>
/// <param name="Binary">Path of the new binary; null when it is in place already, or will be downloaded.</param>
/// <param name="Unread">What else stood there and means nothing here, a slip of the pen perhaps; null for nothing.</param>
internal sealed record ManualUpgrade(UpgradePlan Plan, string? Binary, string? Unread = null)
{
    public bool HasHeight => Plan.Height > 0;

    /// <summary>From the three words of a list, a file or a command line.</summary>
    public static Parsed<ManualUpgrade> Parse(string name, string binary, string height) =>
        name.Trim().Length == 0 ? Parsed.Invalid<ManualUpgrade>("it has no name")
        : binary.Trim().Length == 0 ? Parsed.Invalid<ManualUpgrade>("it has no path of a binary")
        : !long.TryParse(height.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0
            ? Parsed.Invalid<ManualUpgrade>($"\"{height.Trim()}\" is not a height; a height is a whole number of 1 or more")
        : UpgradePlan.Create(name.Trim(), number, "").Then(plan => Parsed.Ok(new ManualUpgrade(plan, binary.Trim())));
}
