using System.Security.Cryptography;
using System.Text;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Where the backup ahead of a home is: beside its backups, so that what is taken over need not be copied again.</summary>
/// <param name="Folder">Holds the copies, each by a number, and the notes.</param>
internal sealed record AheadPlace(string Folder)
{
    private const int Digits = 16;

    public string Parent => Path.GetDirectoryName(Folder)!;

    /// <summary>What each copy is of.</summary>
    public const string Notes = "notes.jsonl";

    public bool HasNotedSince(DateTimeOffset time) =>
        FileFacts.IfReadable(Path.Join(Folder, Notes)) is { } notes && notes.Modified / TimeSpan.NanosecondsPerTick > (time - DateTimeOffset.UnixEpoch).Ticks;

    public bool IsThere => FileFacts.IfReadable(Folder) is not null;

    // Several homes may keep their backups in one folder.
    public static AheadPlace Of(DaemonHome home, BackupPlacing placing) => placing is BackupPlacing.Sdk sdk
        ? new AheadPlace(Path.Join(sdk.Folder, $".{BackupName.SdkPrefix}ahead-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RealPath.OfFuture(home.Path))))[..Digits]}"))
        : new AheadPlace(Path.Join(home.Backups, ".ahead"));
}
