namespace Cosmovisor.Supervision;

/// <summary>Which Cosmos SDK a daemon was built with, by the module list that Go puts into every executable (debug/buildinfo).</summary>
internal static class SdkVersion
{
    /// <summary>Longer than what is looked for: parts of a file that are read one after another must overlap by so much.</summary>
    public const int Overlap = 64;

    private static ReadOnlySpan<byte> Module => "\tgithub.com/cosmos/cosmos-sdk\tv0."u8;

    /// <summary>
    /// The minor number of the first version named in <paramref name="part"/>: 47 for <c>v0.47.9</c>; null when it names none.
    /// </summary>
    public static int? MinorIn(ReadOnlySpan<byte> part)
    {
        var at = part.IndexOf(Module);
        var digits = at < 0 ? [] : part[(at + Module.Length)..];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end is > 0 and < 4 && int.TryParse(digits[..end], out var minor) ? minor : null;
    }
}
