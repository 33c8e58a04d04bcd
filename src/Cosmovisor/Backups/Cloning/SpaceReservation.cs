using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Looks for room again before a file is copied that was to be shared: whether it can be is known only when it is tried.</summary>
/// <param name="folder">Where the copies go.</param>
/// <param name="plan">Which files were to be shared.</param>
/// <param name="promised">Bytes of those that were not: they need the room they were promised.</param>
internal sealed class SpaceReservation(string folder, SharingPlan plan, long promised)
{
    private readonly Lock _gate = new();
    private long _promised = promised;

    /// <summary>Which files were to be shared.</summary>
    public SharingPlan Sharing => plan;

    /// <summary>Bytes that are still to be copied.</summary>
    public long Promised => Interlocked.Read(ref _promised);

    /// <summary>Whether something else has taken the room for them by now.</summary>
    public bool IsTight => FreeSpace.Of(folder).Bytes - SpaceNeeded.Margin < Promised;

    /// <summary>Before a file is copied.</summary>
    /// <exception cref="RefusedException">There is no room for it.</exception>
    public void Claim(TreeEntry entry, string? because)
    {
        if (!plan.Shares(entry))
        {
            return;
        }

        lock (_gate)
        {
            var needed = _promised + SharingPlan.Copied(entry);

            if (FreeSpace.Of(folder).Bytes is var free && free - SpaceNeeded.Margin < needed)
            {
                throw new RefusedException($"{entry.Path} was to be shared with {folder} and must be copied ({because}), and there is not enough free space: what is left to copy takes {ByteCount.Text(needed)} ({needed} bytes), {ByteCount.Text(free)} ({free} bytes) are free. The unfinished backup is removed. Free some space, or put the backups on another disk");
            }

            _promised = needed;
        }
    }

    /// <summary>After a file was copied.</summary>
    public void Settle(TreeEntry entry)
    {
        lock (_gate)
        {
            _promised -= SharingPlan.Copied(entry);
        }
    }
}
