using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Home;

/// <summary>The journal on disk: <c>cosmovisor/journal.json</c>, there only while an upgrade is not over.</summary>
internal sealed class JournalFile(DaemonHome home, INews news)
{
    // A plan's info is some kilobytes; whatever is larger was not written by us.
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>
    /// The upgrade that is not over, if there is one. What cannot be understood is never guessed at: it is moved aside and told where it
    /// shows that no migration had begun.
    /// </summary>
    /// <exception cref="RefusedException">There is one that cannot be read, or understood, and may tell of a migration.</exception>
    public Journal? Read() =>
        Read((mayTellOfAMigration, wrong) => mayTellOfAMigration ? throw Refusal(wrong) : MovedAside(wrong));

    /// <summary>The same for a restore: whatever a migration has done, the data of before comes back.</summary>
    /// <exception cref="RefusedException">There is one that cannot be read.</exception>
    public Journal? ReadOrMoveAside() => Read((_, wrong) => MovedAside(wrong));

    /// <summary>The same, and one that cannot be understood is left where it is, as if there were none.</summary>
    /// <exception cref="RefusedException">There is one that cannot be read.</exception>
    public Journal? ReadIfUnderstood() => Read((_, _) => null);

    /// <summary>The same for one who only looks: nothing is moved aside.</summary>
    public Journal? Peek() =>
        FileFacts.Of(home.Journal) is { Kind: FileKind.File, Size: <= Largest }
            && JournalText.Parse(File.ReadAllText(home.Journal)).IsOk(out var journal, out _) ? journal : null;

    /// <summary>There, whole, when this returns, whatever becomes of us; on disk as far as it <see cref="Journal.MustSurvive"/>.</summary>
    /// <remarks>
    /// The last step before the switch need not flush its name: the switch flushes the same folder, before anything depends on either.
    /// </remarks>
    public void Write(Journal journal) => AtomicFile.WritePrivate(
        home.Journal,
        [JournalText.Of(journal)],
        !journal.MustSurvive ? Flush.None : journal.Last is { Step: UpgradeStep.Switch, Trouble: null } ? Flush.Content : Flush.All);

    /// <summary>The upgrade is over.</summary>
    public void Remove()
    {
        File.Delete(home.Journal);
        FileCalls.SyncFolder(home.Root);
    }

    /// <summary>The same where it is not missed: on a read-only home it stays, and every start gives it up again.</summary>
    public void RemoveIfPossible()
    {
        try
        {
            Remove();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.JournalStays(ex.Message));
        }
    }

    /// <param name="orElse">Given whether one that cannot be understood may tell of a migration, and what is wrong with it.</param>
    private Journal? Read(Func<bool, string, Journal?> orElse)
    {
        try
        {
            if (FileFacts.Of(home.Journal) is not { } facts)
            {
                return null;
            }

            // A pipe, a folder or a link was never one: a journal takes its name by a rename, whole.
            if (facts is not { Kind: FileKind.File, Size: <= Largest })
            {
                return orElse(facts.Kind == FileKind.File, $"it is not a file of cosmovisor ({facts.Size} bytes)");
            }

            var text = File.ReadAllText(home.Journal);
            return text.AsSpan().Trim('\0') is [] ? LostWithThePower()
                : JournalText.Parse(text).IsOk(out var journal, out var wrong) ? journal
                : orElse(JournalText.MayTellOfAMigration(text), wrong);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"cannot read {home.Journal}, which records an upgrade that is not over: {ex.Message.TrimEnd('.')}. Nothing was started: without it there is no way to know which binary fits the data. Make sure that this user can read and write it",
                ex)
            {
                ExitCode = Supervision.ExitCodes.UpgradeFailed,
            };
        }
    }

    private RefusedException Refusal(string wrong) => new(
        $"{home.Journal} tells of an upgrade that is not over, and cannot be understood: {wrong}.\n"
        + "Nothing was started, and nothing was changed: a migration may have changed the data, and without the journal there is no way to know which binary fits it.\n"
        + "To go back to the data of before: cosmovisorctl backup list; cosmovisorctl backup restore NAME\n"
        + $"Where what current points to fits the data: mv {home.Journal} {UnusedName.NumberedOf($"{home.Journal}.unreadable")}")
    {
        ExitCode = Supervision.ExitCodes.UpgradeFailed,
    };

    // As a file system leaves a file that was written and not flushed. What had to be kept was flushed.
    private Journal? LostWithThePower()
    {
        news.Tell(new Happening.JournalLostWithPower(home.Journal));
        RemoveIfPossible();
        return null;
    }

    private Journal? MovedAside(string wrong)
    {
        var aside = UnusedName.NumberedOf($"{home.Journal}.unreadable");
        FileCalls.Rename(home.Journal, aside);
        FileCalls.SyncFolder(home.Root);
        news.Tell(new Happening.JournalUnreadable(aside, wrong));
        return null;
    }
}
