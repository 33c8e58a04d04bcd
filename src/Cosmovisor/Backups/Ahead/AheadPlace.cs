using System.Text;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Where the backup ahead of a home is: beside its backups, so that what is taken over need not be copied again.</summary>
/// <param name="Folder">Holds the copies, each by a number, and the notes.</param>
internal sealed record AheadPlace(string Folder)
{
    public string Parent => Path.GetDirectoryName(Folder)!;

    /// <summary>What each copy is of.</summary>
    public const string Notes = "notes.jsonl";

    public bool HasNotedSince(DateTimeOffset time) =>
        FileFacts.IfReadable(Path.Join(Folder, Notes)) is { } notes
            && notes.Modified / TimeSpan.NanosecondsPerTick > (time - DateTimeOffset.UnixEpoch).Ticks;

    public bool IsThere => FileFacts.IfReadable(Folder) is not null;

    // Several homes may keep their backups in one folder.
    public static AheadPlace Of(DaemonHome home, BackupPlacing placing) => placing is BackupPlacing.Sdk sdk
        ? new AheadPlace(Path.Join(sdk.Folder, $".{BackupName.SdkPrefix}ahead-{Fnv1a(RealPath.OfFuture(home.Path)):x16}"))
        : new AheadPlace(Path.Join(home.Backups, ".ahead"));

    // FNV-1a of 64 bits (draft-eastlake-fnv). Not SHA-256: that is OpenSSL's, and the supervisor, where this is asked at each start, aborts
    // on a machine without it.
    private static ulong Fnv1a(string text)
    {
        const ulong offset = 14695981039346656037;
        const ulong prime = 1099511628211;
        var hash = offset;

        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ one) * prime);
        }

        return hash;
    }
}
