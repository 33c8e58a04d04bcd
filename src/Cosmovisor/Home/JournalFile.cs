using Cosmovisor.Disk;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Home;

/// <summary>The journal on disk: <c>cosmovisor/journal.json</c>, there only while an upgrade is not over.</summary>
internal sealed class JournalFile(DaemonHome home, ILog log)
{
    // A plan's info is some kilobytes; whatever is larger was not written by us.
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>The upgrade that is not over, if there is one. What cannot be understood is moved aside and told, never guessed at.</summary>
    /// <exception cref="RefusedException">There is one that cannot be read.</exception>
    public Journal? Read()
    {
        try
        {
            if (FileFacts.Of(home.Journal) is not { } facts)
            {
                return null;
            }

            return facts is not { Kind: FileKind.File, Size: <= Largest } ? MovedAside($"it is no file of ours ({facts.Size} bytes)")
                : JournalText.Parse(File.ReadAllText(home.Journal)).IsOk(out var journal, out var wrong) ? journal
                : MovedAside(wrong);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot read {home.Journal}, which tells of an upgrade that is not over: {ex.Message.TrimEnd('.')}. Nothing was started: without it there is no way to know which binary fits the data. See to it that this user can read and write it", ex)
            {
                ExitCode = Supervision.ExitCodes.UpgradeFailed,
            };
        }
    }

    /// <summary>The same for one who only looks: nothing is moved aside.</summary>
    public Journal? Peek() =>
        FileFacts.Of(home.Journal) is { Kind: FileKind.File, Size: <= Largest } && JournalText.Parse(File.ReadAllText(home.Journal)).IsOk(out var journal, out _) ? journal : null;

    /// <summary>On disk, whole, when this returns.</summary>
    public void Write(Journal journal) => AtomicFile.WritePrivate(home.Journal, [JournalText.Of(journal)]);

    /// <summary>The upgrade is over.</summary>
    public void Remove()
    {
        File.Delete(home.Journal);
        FileCalls.SyncFolder(home.Root);
    }

    /// <summary>The same where it is not missed: on a read-only home it stays, and every start gives it up anew.</summary>
    public void RemoveIfPossible()
    {
        try
        {
            Remove();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            log.Warning("the journal of the upgrade could not be removed", ("reason", ex.Message));
        }
    }

    private Journal? MovedAside(string wrong)
    {
        var aside = UnusedName.NumberedOf($"{home.Journal}.unreadable");
        FileCalls.Rename(home.Journal, aside);
        FileCalls.SyncFolder(home.Root);
        log.Error("the journal of an upgrade cannot be understood and is moved aside; what current points to is started", ("file", aside), ("reason", wrong));
        return null;
    }
}
