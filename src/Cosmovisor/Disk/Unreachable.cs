using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// Why a path cannot even be looked at: a folder above it that this user may not enter. Else such a file seems not to be there.
/// </summary>
internal static class Unreachable
{
    /// <returns>A clause with the folder, the user and what helps; null when every folder above can be entered, or is not there.</returns>
    public static string? Why(string path)
    {
        for (var end = path.IndexOf('/', 1); end > 0; end = path.IndexOf('/', end + 1))
        {
            var folder = path[..end];

            if (FileFacts.OfTarget(folder) is { Kind: FileKind.Folder } facts && !FileCalls.IsExecutableByUs(folder))
            {
                return $"permission denied: {folder} cannot be entered by {UserRecord.OwnName} (mode {Octal(facts.Mode)}, owner {facts.User}). Give it to that user: chown -R {UserRecord.OwnName} {folder}";
            }
        }

        return null;
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}
