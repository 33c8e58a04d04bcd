using System.Globalization;
using Cosmovisor.Detection;
using Cosmovisor.Supervision;

namespace Cosmovisor.Upgrading;

/// <summary>Why a new version ended, and what to do about it: for none of these a switch is taken back.</summary>
/// <param name="Death">What the node said.</param>
/// <param name="Data">The node's data folder.</param>
/// <param name="ConfigFile">The node's own <c>config.toml</c>.</param>
/// <param name="DoubleSignCheckHeight">What stands there; null when it is not known.</param>
internal sealed record KnownDeath(Death Death, string Data, string ConfigFile, long? DoubleSignCheckHeight)
{
    /// <summary>The reason, as the end of a sentence.</summary>
    public string Why => Death.Reason switch
    {
        DeathReason.DoubleSignCheck => $"its validator's own signature is in the newest commits, and double_sign_check_height is {Height}",
        DeathReason.DatabaseLocked => "another process holds the lock of a database",
        DeathReason.MissingStore => "its binary has a store that the data does not have",
        _ => "it does not know a flag that it is started with",
    };

    /// <summary>Four lines: what and why, the state, what to do, what happens by itself.</summary>
    public string Words(DaemonEnd end, TimeSpan lived, string current) =>
        $"the new version {end}, {lived.TotalSeconds:0.0} s after its start: "
        + $"{Why} (\"{Death.Line}\")\n"
        + $"The node is stopped; current is {current}, and is not taken back\n"
        + $"{ToDo(current)}\n"
        + $"{ByItself}; the exit code {end.ExitCode.ToString(CultureInfo.InvariantCulture)} of the node is passed on";

    private string Height => DoubleSignCheckHeight is > 0 and var height ? height.ToString(CultureInfo.InvariantCulture) : "set";

    private string ToDo(string current) => Death.Reason switch
    {
        DeathReason.DoubleSignCheck => "Make sure that no other node signs with this key; then: "
            + $"sed -i 's/^double_sign_check_height *=.*/double_sign_check_height = 0/' '{ConfigFile}'; and start again",
        DeathReason.DatabaseLocked => $"See which process: fuser -v '{Data}'/*.db/LOCK; end it, and start again",
        DeathReason.MissingStore => $"See whether the node's plan file names this upgrade: cat '{Data}/upgrade-info.json'; "
            + $"if it does, put the right binary into cosmovisor/{current}/bin",
        _ => "Remove the flag from the start command (systemctl cat shows it), or set it in the node's config; and start again",
    };

    private string ByItself => Death.Reason switch
    {
        DeathReason.DoubleSignCheck => "Each start ends so until that many commits lack the signature, "
            + "which never comes while the network waits for this validator",
        DeathReason.DatabaseLocked => "The next start works once the lock is free",
        _ => "Each start ends so until then",
    };
}
