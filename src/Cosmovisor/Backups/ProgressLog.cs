using System.Diagnostics;
using Cosmovisor.Events;

namespace Cosmovisor.Backups;

/// <summary>Writes now and then into the log how far a backup or restore is, and passes all of it on.</summary>
internal sealed class ProgressLog(INews news, string what, IProgress<BackupProgress>? next) : IProgress<BackupProgress>
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private long _last = Stopwatch.GetTimestamp();

    public void Report(BackupProgress value)
    {
        next?.Report(value);

        if (Stopwatch.GetElapsedTime(_last) < Pace)
        {
            return;
        }

        _last = Stopwatch.GetTimestamp();
        news.Tell(new Happening.CopyGoesOn(what, value));
    }
}
