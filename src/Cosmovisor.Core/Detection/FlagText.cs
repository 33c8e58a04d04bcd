namespace Cosmovisor.Detection;

/// <summary>What programs say of a flag they do not know, in the words of the libraries that read command lines.</summary>
/// <remarks>Sources: spf13/pflag (nearly every Cosmos node), Go's own flag and urfave/cli, kong, clap, getopt, Python's argparse.</remarks>
internal static class FlagText
{
    private const string HaltHeight = "-halt-height";

    // A sentence about one flag; whatever is longer is something else.
    private const int LongestSentence = 256;

    private static readonly string[] Refusals =
        [
            "unknown flag",
            "unknown long flag",
            "unknown option",
            "unknown argument",
            "not defined",
            "unexpected argument",
            "wasn't expected",
            "unrecognized ",
            "no such option",
            "no such flag",
            "invalid option"
        ];

    /// <summary>Reads a plain message.</summary>
    public static Observation? Read(ReadOnlySpan<char> message)
    {
        // A field of a log line is somebody else's text.
        if (message.Length > LongestSentence || message.Contains('=') || message.IndexOf(HaltHeight, StringComparison.Ordinal) < 0)
        {
            return null;
        }

        foreach (var refusal in Refusals)
        {
            if (message.IndexOf(refusal, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return new Observation.HaltHeightUnknown();
            }
        }

        return null;
    }
}
