using System.Globalization;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Signals this process was started to ignore, as nohup(1) does with HUP.</summary>
internal static class IgnoredSignals
{
    public static bool Contains(int signal)
    {
        if (!OperatingSystem.IsLinux() || ProcFile.Read("/proc/self/status") is not { } status)
        {
            return false;
        }

        const string Field = "\nSigIgn:\t";
        var text = Encoding.ASCII.GetString(status);
        var at = text.IndexOf(Field, StringComparison.Ordinal);

        return at >= 0
            && ulong.TryParse(text.AsSpan(at + Field.Length, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
            && (mask & (1UL << (signal - 1))) != 0;
    }
}
