using System.Text;

namespace Cosmovisor.Staging;

/// <summary>Looks for the shared libraries a program names, where glibc's loader would (ld.so(8)).</summary>
internal static class Libraries
{
    private const string Cache = "/etc/ld.so.cache";
    private const int NamesToList = 8;

    /// <summary>
    /// The end of a sentence about what is missing, or null. Other loaders than glibc's have places of their own: they are not
    /// second-guessed.
    /// </summary>
    public static string? Missing(ElfFile elf, string binary, string versionFolder)
    {
        if (elf.Interpreter is null || !Path.GetFileName(elf.Interpreter).StartsWith("ld-linux", StringComparison.Ordinal))
        {
            return null;
        }

        var real = File.ResolveLinkTarget(binary, returnFinalTarget: true)?.FullName ?? binary;
        var own = Path.Join(versionFolder, "lib");
        var folders = LibraryFolders.For(elf.RunPath, Path.GetDirectoryName(real)!, own,
            Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "", UsableBinary.ThisMachine.Arch);
        var missing = elf.Needed.Where(name => !IsThere(name, folders)).ToList();

        return missing.Count == 0 ? null
            : $"needs the shared librar{(missing.Count == 1 ? "y" : "ies")} {Listed(missing)}, found neither in {own} nor where this machine keeps its own. Put {(missing.Count == 1 ? "it" : "them")} into {own}";
    }

    // The names are the file's own: it may hold thousands, and anything in them.
    private static string Listed(List<string> names) =>
        string.Join(", ", names.Take(NamesToList).Select(name => ForeignText.Printable(name)))
            + (names.Count > NamesToList ? $" and {names.Count - NamesToList} more" : "");

    private static bool IsThere(string name, IReadOnlyList<string> folders) =>
        name.Contains('/', StringComparison.Ordinal) ? File.Exists(name)
        : folders.Any(folder => File.Exists(Path.Join(folder, name))) || IsInCache(name);

    // The cache is a table of offsets into a block of zero-ended names. To know that a name is in it, the names are enough.
    private static bool IsInCache(string name)
    {
        try
        {
            return File.ReadAllBytes(Cache).AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\0{name}\0")) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // no cache (a container without ldconfig): the folders were all there is
        }
    }
}
