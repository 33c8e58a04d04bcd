using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>
/// Tells what descends from us by our own doing from processes that were there before us, or that were put below us by somebody else.
/// </summary>
/// <remarks>
/// A shell that starts a <c>tee</c> and then becomes us leaves us its children, and their orphans come to us too; as pid 1 so do those of
/// <c>docker exec</c>. An orphan's parent is forgotten, so something must be on the process itself that is inherited for ever and changes
/// nothing: a limit on uninterrupted real-time CPU, of more than a hundred thousand years, with our pid in it (ADR 24).
/// </remarks>
internal static partial class FamilyMark
{
    private const int RealTimeLimit = 15; // RLIMIT_RTTIME: in microseconds, and only for real-time scheduling
    private const ulong Far = 1UL << 62;
    private const string Line = "Max realtime timeout";

    private static string? _mark;

    /// <summary>From here on, whatever this process starts bears the mark.</summary>
    public static void Put()
    {
        if (!OperatingSystem.IsLinux() || _mark is not null || GetLimit(RealTimeLimit, out var limits) != 0)
        {
            return;
        }

        var mark = Math.Min(limits.Soft, Far) - (ulong)Environment.ProcessId;
        limits.Soft = mark;

        if (mark < Far && SetLimit(RealTimeLimit, limits) == 0)
        {
            _mark = mark.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>
    /// Whether <paramref name="pid"/> descends from what we have started. Null when that is not known, or the process is gone.
    /// </summary>
    public static bool? IsOn(int pid) =>
        _mark is not null && ProcFile.Read($"/proc/{pid}/limits") is { Length: > 0 } limits
            ? Names(limits, _mark) : null;

    // "Max realtime timeout      4611686018427383200  unlimited            us"
    private static bool Names(byte[] limits, string mark) => Encoding.ASCII.GetString(limits).Split('\n')
        .Where(line => line.StartsWith(Line, StringComparison.Ordinal))
        .Any(line => line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..] && soft == mark);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int which, out Limits limits);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int which, in Limits limits);

    /// <summary>struct rlimit on 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }
}
