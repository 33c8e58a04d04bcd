namespace Cosmovisor.Linux;

/// <summary>Where a symlink leads in the end.</summary>
internal static class LinkTarget
{
    /// <returns>Null when <paramref name="path"/> is not a link, or leads in a circle. What it leads to need not be there.</returns>
    public static string? Of(string path)
    {
        try
        {
            // .NET resolves "..", as in ../../shared/plan, by the text of the path; the kernel by the folder it has come to.
            return Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder)
                ? File.ResolveLinkTarget(Path.Join(RealPath.Of(folder), Path.GetFileName(path)), returnFinalTarget: true)?.FullName
                : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
