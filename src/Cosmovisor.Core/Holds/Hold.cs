using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Cosmovisor.Holds;

/// <summary>A wish that the supervisor waits before it starts the daemon, until a time.</summary>
/// <param name="Name">Its file's, without the ending.</param>
/// <param name="Who">Who wants it, in words; empty where that is not said.</param>
/// <param name="Reason">Why, in words; empty where that is not said.</param>
/// <param name="Until">It ends then in any case.</param>
internal sealed partial record Hold(string Name, string Who, string Reason, DateTimeOffset Until)
{
    /// <summary>One that would stand longer is none: no node waits for days because a script has failed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Of its file.</summary>
    public const string Ending = ".json";

    /// <summary>In bytes; a larger file is not a hold.</summary>
    public const int LargestFile = 64 * 1024;

    /// <summary>Whether a file of ours may have that name.</summary>
    public static bool IsName(string name) => Names().IsMatch(name);

    /// <summary>What <see cref="IsName"/> asks for, as the end of "a hold's name …".</summary>
    public const string NameRule = "has 1 to 64 letters, digits, dots, dashes and underscores, and does not begin with a dot";

    /// <summary>For people: <c>"upgrade window" by ops@host until 2026-11-28 10:00:00 UTC: waiting for the second signer</c>.</summary>
    [JsonIgnore]
    public string Line => $"{ForeignText.Printable(Name)}{(Who.Length > 0 ? $" by {ForeignText.Printable(Who)}" : "")} until {Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(Reason.Length > 0 ? $": {ForeignText.Printable(Reason)}" : "")}";

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Names();
}
