
namespace Cosmovisor.Backups;

/// <summary>How far a backup or a restore has come.</summary>
/// <param name="Files">Files done.</param>
/// <param name="FilesInAll">Files there are.</param>
/// <param name="Bytes">Bytes done, shared ones counted.</param>
/// <param name="BytesInAll">Bytes there are.</param>
/// <param name="Elapsed">Since it began.</param>
internal sealed record BackupProgress(long Files, long FilesInAll, long Bytes, long BytesInAll, TimeSpan Elapsed)
{
    /// <summary>Bytes per second so far; 0 while it is not known.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;

    /// <summary>At the rate so far; null while it is not known.</summary>
    public TimeSpan? Left =>
        Rate > 0 ? TimeSpan.FromSeconds(Math.Min((BytesInAll - Bytes) / Rate, TimeSpan.FromDays(1000).TotalSeconds)) : null;

    /// <summary>"1.5 GiB of 6 GiB, 120 of 900 files, 300 MiB/s, 15 s left".</summary>
    public override string ToString()
    {
        var done = $"{ByteCount.Text(Bytes)} of {ByteCount.Text(BytesInAll)}, {Files} of {FilesInAll} files";
        return Left is { } left
            ? $"{done}, {ByteCount.Text((long)Rate)}/s, {Math.Ceiling(left.TotalSeconds)} s left"
            : done;
    }
}
