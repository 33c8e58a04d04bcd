using System.Globalization;

namespace Cosmovisor.Supervision;

/// <summary>What stands in <c>cosmovisor/lock</c>: who holds it, and below that how the node was last run.</summary>
/// <param name="Pid">The holder, or the last one; null when the file does not say.</param>
/// <param name="LastRun">The contract of the node's last run; null when none is known.</param>
/// <param name="IsNode">Whether the holder runs the node, and not some other command of the daemon.</param>
internal sealed record LockText(int? Pid, Contract? LastRun, bool IsNode)
{
    private const string OtherCommand = "other";

    /// <summary>Always the same length, so that no older one can show through.</summary>
    public override string ToString() =>
        $"{Pid?.ToString(CultureInfo.InvariantCulture),-10}\n{(LastRun is { } contract ? ContractName.Of(contract) : ""),-7} {(IsNode ? "node" : OtherCommand),-5}\n";

    /// <summary>Of any text at all. One line alone is a pid, as earlier versions wrote it.</summary>
    public static LockText Parse(string text)
    {
        var lines = text.Split('\n');
        var words = lines is [_, var second, ..] ? second.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return new LockText(
            int.TryParse(lines[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null,
            words.Contains("sdk") ? Contract.Sdk : words.Contains("classic") ? Contract.Classic : null,
            !words.Contains(OtherCommand));
    }

    /// <summary>The next one to be written: what is not the node does not change how the node was last run.</summary>
    public LockText Next(int pid, Contract contract, bool isNode) => new(pid, isNode ? contract : LastRun, isNode);
}
