using Cosmovisor.Backups;

namespace Cosmovisor.Tests.Backups;

/// <summary>Does something once, when the last file has been cloned.</summary>
internal sealed class At(Action work) : IProgress<BackupProgress>
{
    private int _done;

    public static At TheEnd(Action work) => new(work);

    public void Report(BackupProgress value)
    {
        if (value.Files == value.FilesInAll && Interlocked.Exchange(ref _done, 1) == 0)
        {
            work();
        }
    }
}
