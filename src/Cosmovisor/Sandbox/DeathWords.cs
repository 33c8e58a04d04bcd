namespace Cosmovisor.Sandbox;

/// <summary>What a runtime that dies writes to its standard error, in words for an operator.</summary>
internal static class DeathWords
{
    private const int Longest = 500;

    /// <returns>Empty when it said nothing.</returns>
    public static string Of(IEnumerable<string> errorLines)
    {
        var text = string.Join(" ", errorLines.Select(line => line.Trim()).Where(line => line.Length > 0));

        return text.Contains("libssl", StringComparison.Ordinal) || text.Contains("OpenSSL", StringComparison.Ordinal)
                ? "links of https, and checksums, need OpenSSL (libssl.so.3 or libssl.so.1.1), and this system has none that can be loaded. Install it (Debian: apt-get install libssl3; Alpine: apk add libssl3), or put the binary in place yourself"
            : text.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || text.Contains("OutOfMemory", StringComparison.Ordinal)
                ? "it needed more memory than it may have"
            : text.Length > Longest ? text[..Longest] : text;
    }
}
