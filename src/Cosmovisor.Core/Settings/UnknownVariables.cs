using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Cosmovisor.Settings;

/// <summary>
/// Variables that look like ours and mean nothing, as misspelt ones and those of older guides do: told, because the operator counts on
/// them.
/// </summary>
internal static partial class UnknownVariables
{
    private const int MostTold = 10;

    private static readonly string[] Prefixes = ["DAEMON_", "COSMOVISOR_", "UNSAFE_"];

    // Not settings, but ours: asked of us, or given by us to hooks and commands, which may call us again.
    private static readonly FrozenSet<string> Ours = FrozenSet.ToFrozenSet(
    [
        "DAEMON_INFO", "COSMOVISOR_OLD_BIN", "COSMOVISOR_NEW_BIN", "COSMOVISOR_BACKUP_DIR", "COSMOVISOR_ATTEMPT",
        "COSMOVISOR_BACKUP_SOURCE",
        "COSMOVISOR_UPGRADE_FOLDER", "COSMOVISOR_UPGRADE_HEIGHT", "COSMOVISOR_UPGRADE_NAME",

        // The agent's, which a unit may give to both.
        .. Fleet.FleetVariables.All,

        // More of the agent's.
        "COSMOVISOR_LISTEN", "COSMOVISOR_LISTEN_TOKEN_FILE", "COSMOVISOR_LISTEN_HOSTS", "COSMOVISOR_METRICS_FILE", "COSMOVISOR_AGENT_STATE",
        "COSMOVISOR_NOTIFY", "COSMOVISOR_NOTIFY_FILE", "COSMOVISOR_NOTIFY_LEVEL", "COSMOVISOR_NOTIFY_SECRET",
        "COSMOVISOR_NOTIFY_SECRET_FILE",
    ]);

    // Of other cosmovisors.
    private static readonly FrozenDictionary<string, string> NotNeeded = new Dictionary<string, string>
    {
        ["DAEMON_LOG_BUFFER_SIZE"] = "it is not needed, a line of the node's may have any length",
        ["DAEMON_UPGRADE_INFO_FILE"] = "the plan file is looked for in the node's data folder, DAEMON_DATA_DIR if that is elsewhere",
    }.ToFrozenDictionary();

    /// <param name="names">Of all variables there are.</param>
    /// <returns>A sentence each.</returns>
    public static IReadOnlyList<string> Warnings(IEnumerable<string> names)
    {
        string[] unknown = [.. names.Where(IsUnknown).Order(StringComparer.Ordinal)];
        var told = unknown.Take(MostTold).Select(name => $"the variable {name} has no effect{Why(name)}");
        return unknown.Length > MostTold ? [.. told, $"{unknown.Length - MostTold} more variables have no effect"] : [.. told];
    }

    /// <summary>Whether a variable is a setting of ours by its name, known or not.</summary>
    public static bool LooksLikeOurs(string name) =>
        Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsUnknown(string name) =>
        LooksLikeOurs(name)
        && !Ours.Contains(name)
        && !SettingTable.All.Any(setting => setting.Variable == name || setting.OldVariable == name)
        && !OfKubernetes().IsMatch(name);

    private static string Why(string name) =>
        SettingTable.All.FirstOrDefault(setting => setting.Variable.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } sameWord
            ? $": names of variables are in capitals, {sameWord.Variable}"
        : NotNeeded.GetValueOrDefault(name) is { } reason ? $": {reason}"
        : NearestVariable.To(name) is [_, ..] near ? $"; is {string.Join(" or ", near)} meant?"
        : "";

    // A service that is called cosmovisor or daemon puts its address into the environment of every pod.
    [GeneratedRegex("_SERVICE_HOST$|_SERVICE_PORT(_.+)?$|_PORT(_[0-9]+_(TCP|UDP|SCTP)(_.+)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex OfKubernetes();
}
