namespace Cosmovisor.Staging;

/// <summary>
/// What macOS puts into archives beside the files that were meant. It says nothing here, and makes one top folder look like two.
/// </summary>
internal static class MacLeftovers
{
    /// <param name="path">An entry's path, checked by <see cref="ArchiveEntryPath"/>.</param>
    public static bool IsOne(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(range) is "__MACOSX" or ".DS_Store" or ['.', '_', ..])
            {
                return true;
            }
        }

        return false;
    }
}
