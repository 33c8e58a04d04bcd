using System.Diagnostics;

namespace Cosmovisor.Backups;

/// <summary>
/// Shows whoever waits at a terminal how far a backup or restore is: one line, drawn over. In a pipe it says nothing; the log has it.
/// </summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal) : IProgress<BackupProgress>, IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private long _drawn = Stopwatch.GetTimestamp();
    private bool _isOpen;

    public void Report(BackupProgress value)
    {
        if (isTerminal && Stopwatch.GetElapsedTime(_drawn) >= Pace)
        {
            (_drawn, _isOpen) = (Stopwatch.GetTimestamp(), true);
            output.Write($"\r{value}\u001b[K");
            output.Flush();
        }
    }

    /// <summary>Leaves the line as it stands and begins a new one.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            output.WriteLine();
        }
    }
}
