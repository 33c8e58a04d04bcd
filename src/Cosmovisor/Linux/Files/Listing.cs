namespace Cosmovisor.Linux;

/// <summary>What a folder holds; where it cannot be listed, that is a sentence for the operator and not the end of us.</summary>
internal static class Listing
{
    /// <returns>The names of its folders and of links to such; none when there is no such folder.</returns>
    /// <exception cref="RefusedException">It is there, and cannot be listed.</exception>
    public static IReadOnlyList<string> FoldersIn(string folder, string pattern = "*") =>
        Of(folder, () => Directory.GetDirectories(folder, pattern));

    /// <returns>The names of whatever it holds; none when there is no such folder.</returns>
    /// <exception cref="RefusedException">As <see cref="FoldersIn"/>.</exception>
    public static IReadOnlyList<string> EntriesIn(string folder) => Of(folder, () => Directory.GetFileSystemEntries(folder));

    private static string[] Of(string folder, Func<string[]> list)
    {
        try
        {
            return Directory.Exists(folder) ? [.. list().Select(path => Path.GetFileName(path))] : [];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // gone since the look
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"cannot look into {folder}: {ex.Message.TrimEnd('.')}. Nothing was changed. Give this user permission to read and enter that folder",
                ex);
        }
    }
}
