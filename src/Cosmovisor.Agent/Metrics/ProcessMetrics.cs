using System.Diagnostics;
using System.Globalization;

namespace Cosmovisor.Agent.Metrics;

/// <summary>The agent's own <c>process_*</c>, under the names that every exporter has for them.</summary>
internal static class ProcessMetrics
{
    private const int LongestLimits = 16 * 1024;

    private static readonly double Started =
        Process.GetCurrentProcess().StartTime.ToUniversalTime().Subtract(DateTime.UnixEpoch).TotalSeconds;

    public static void Write(MetricText text)
    {
        Write(text, "process_cpu_seconds_total", MetricKind.Counter, "CPU time of the agent.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Write(text, "process_start_time_seconds", MetricKind.Gauge, "When the agent was started, in Unix time.", Started);
        var (resident, whole) = Memory();
        Write(text, "process_resident_memory_bytes", MetricKind.Gauge, "Memory of the agent.", resident);
        Write(text, "process_virtual_memory_bytes", MetricKind.Gauge, "Address space of the agent.", whole);
        Write(text, "process_open_fds", MetricKind.Gauge, "Files and sockets that the agent has open.", OpenFiles());
        Write(text, "process_max_fds", MetricKind.Gauge, "How many it may have open.", MostFiles());
    }

    private static void Write(MetricText text, string name, MetricKind kind, string help, double value)
    {
        if (!double.IsNaN(value))
        {
            text.Begin(name, kind, help);
            text.Add(name, [], value);
        }
    }

    // In pages: whole, resident.
    private static (double Resident, double Whole) Memory() =>
        Proc("statm")?.Split(' ') is [var whole, var resident, ..]
        && long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
        && long.TryParse(resident, NumberStyles.None, CultureInfo.InvariantCulture, out var here)
            ? (here * (double)Environment.SystemPageSize, all * (double)Environment.SystemPageSize)
            : (double.NaN, double.NaN);

    private static double OpenFiles()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() - 1; // the one that counts them
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return double.NaN;
        }
    }

    private static double MostFiles() =>
        Proc("limits")?.Split('\n').FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most : double.NaN;

    // Files of /proc say that they have no length.
    private static string? Proc(string name)
    {
        try
        {
            using var file = new StreamReader($"/proc/self/{name}");
            var text = new char[LongestLimits];
            return new string(text, 0, file.ReadBlock(text));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
