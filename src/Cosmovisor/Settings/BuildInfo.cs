namespace Cosmovisor.Settings;

/// <summary>Which cosmovisor this is: name, version, commit, build date.</summary>
/// <remarks>The build writes the other half of this class (Cosmovisor.csproj).</remarks>
internal static partial class BuildInfo
{
    /// <summary>As tags and exporters have it, with the <c>v</c>.</summary>
    public static string Version => $"v{Informational.Split('+')[0]}";

    /// <summary>One line each, as DAEMON_INFO and <c>cosmovisorctl version</c> print them.</summary>
    public static string Text => string.Concat(
        new[] { ("Name", "cosmovisor"), ("Version", Version), ("Commit", Commit), ("Built", Built) }
            .Select(line => $"{line.Item1,-9}: {line.Item2}\n"));

    private static string Commit => Informational.Split('+') is [_, var commit] ? commit : "unknown";
}
