using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Which sign state (priv_validator_state.json) a restored node starts from: the one that has signed furthest, of the two there are.
/// </summary>
internal static class SignStateChoice
{
    /// <param name="data">The data that is being replaced; need not be there.</param>
    /// <param name="other">The backup, or the data that was built from it and is not yet in place.</param>
    /// <param name="options">Where in both it is kept, and whether the operator has asked for the backup's, whatever it says.</param>
    /// <returns>Whether the one in <paramref name="data"/> must be kept, and the choice in words; null words when there is none at
    /// all.</returns>
    /// <exception cref="RefusedException">It is not known which is newer, and guessing could get the validator slashed.</exception>
    public static (bool KeepNow, string? Words) Between(string data, string other, RestoreOptions options)
    {
        if (options.SignStateFile is not { } name)
        {
            return (false, "stays as it is: the node keeps it outside of its data folder");
        }

        var (nowFile, oldFile) = (Path.Join(data, name), Path.Join(other, name));

        return options.OldSignState ? (false, File.Exists(oldFile) ? "the backup's, because you asked for it" : null)
            : (Read(nowFile), Read(oldFile)) switch
            {
                (null, null) => (false, null),
                (null, { Height: 0 }) => (false, "the backup's: nothing was signed before it was taken"),
                (null, { } old) => throw new RefusedException($"{nowFile} is not there, so it is unknown what this validator has signed since the backup ({old}). "
                    + "Starting from the backup's could sign twice at one height, for which a validator is slashed permanently. Nothing was changed. "
                    + "Put the newest file back in its place; or, if this node never signs or you know that it has signed nothing since, use --unsafe-old-sign-state"),
                ({ } now, { } old) when !now.IsAfter(old) =>
                    (false, $"the backup's ({old}): the data it replaces has signed nothing after it"),
                ({ } now, var old) =>
                    (true, $"the one of the data it replaces ({now}){(old is null ? "" : $": the backup's is older ({old})")}"),
            };
    }

    /// <summary>Until when a validator that is restored says nothing, in words; null when it goes on where the backup ends.</summary>
    /// <inheritdoc cref="Between"/>
    public static string? SilentUntil(string data, string other, RestoreOptions options) =>
        options is not { OldSignState: false, SignStateFile: { } name }
            || Read(Path.Join(data, name)) is not { Height: > 0 } now
            || (Read(Path.Join(other, name)) is { } old && !now.IsAfter(old)) ? null
            : $"the validator signs nothing until the chain is past height {now.Height}, round {now.Round}: it has signed there already. "
                + $"Where it is the only validator, no other validator makes the blocks up to height {now.Height}: the chain then stands still, and --unsafe-old-sign-state is for that case alone";

    /// <summary>Puts the choice into the restored data.</summary>
    /// <inheritdoc cref="Between"/>
    public static string? Make(string data, string restoring, RestoreOptions options)
    {
        var (keepNow, words) = Between(data, restoring, options);

        if (keepNow && options.SignStateFile is { } name)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(restoring, name))!);
            Keep(Path.Join(data, name), Path.Join(restoring, name));
        }

        return words;
    }

    private static SignState? Read(string file)
    {
        if (FileFacts.Of(file) is null)
        {
            return null;
        }

        string? wrong;

        try
        {
            if (SignState.Parse(File.ReadAllBytes(file)).IsOk(out var state, out wrong))
            {
                return state;
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            wrong = trouble.Message;
        }

        throw new RefusedException($"{file} cannot be read as a validator's sign state: {wrong}. "
            + "So it is unknown which of the two is newer, and starting from an old one could sign twice at one height. Nothing was changed. "
            + "Repair the file; or, if this node never signs, use --unsafe-old-sign-state");
    }

    // Beside and renamed: the file that stands there may share its content with the backup.
    private static void Keep(string from, string to)
    {
        var next = $"{to}.new";
        File.Delete(next);

        using (var copy = new FileCopy(_ => { }))
        {
            // It may be a link to where the operator keeps it.
            var file = RealPath.Of(from);
            _ = copy.Copy(file, next, FileFacts.Of(file)!.Value, CancellationToken.None);
        }

        FileCalls.SyncFile(next);
        FileCalls.Rename(next, to);
        FileCalls.SyncFolder(Path.GetDirectoryName(to)!);
    }
}
