using System.Globalization;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>What /proc tells of the signals of a process. Elsewhere than on Linux: nothing.</summary>
internal static class SignalSets
{
    /// <summary>Whether this process was started to ignore a signal, as nohup(1) does with HUP.</summary>
    public static bool Ignores(int signal) => Holds("/proc/self/status", "SigIgn", signal);

    /// <summary>Whether a process keeps a signal from being delivered, as one does that reads its signals from a descriptor.</summary>
    public static bool Blocks(int pid, int signal) =>
        Holds($"/proc/{pid}/status", "SigBlk", signal);

    private static bool Holds(string statusFile, string set, int signal)
    {
        if (!OperatingSystem.IsLinux() || ProcFile.Read(statusFile) is not { } status)
        {
            return false;
        }

        var field = $"\n{set}:\t";
        var text = Encoding.ASCII.GetString(status);
        var at = text.IndexOf(field, StringComparison.Ordinal);

        return at >= 0
            && ulong.TryParse(text.AsSpan(at + field.Length, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
            && (mask & (1UL << (signal - 1))) != 0;
    }
}
