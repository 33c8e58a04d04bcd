namespace Cosmovisor.Staging;

/// <summary>The folders in which the loader of glibc looks for a program's libraries, before its cache (ld.so(8)).</summary>
internal static class LibraryFolders
{
    private static readonly string[] Defaults = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"];

    /// <param name="runPath">The program's own wishes.</param>
    /// <param name="origin">The folder the program lies in: $ORIGIN.</param>
    /// <param name="versionLibraries">The version's <c>lib</c> folder, which goes onto LD_LIBRARY_PATH.</param>
    /// <param name="libraryPath">LD_LIBRARY_PATH as it is now; may be empty.</param>
    /// <param name="arch">Go's word for the machine; Debian names folders by it.</param>
    public static IReadOnlyList<string> For(
        IReadOnlyList<string> runPath, string origin, string versionLibraries, string libraryPath, string arch) =>
    [
        .. runPath.Select(
            path => path.Replace("$ORIGIN", origin, StringComparison.Ordinal).Replace("${ORIGIN}", origin, StringComparison.Ordinal)),
        versionLibraries,
        .. libraryPath.Split([':', ';'], StringSplitOptions.RemoveEmptyEntries),
        .. Debian(arch) is { } triplet ? (string[])[$"/lib/{triplet}", $"/usr/lib/{triplet}"] : [],
        .. Defaults,
    ];

    private static string? Debian(string arch) => arch switch
    {
        "amd64" => "x86_64-linux-gnu",
        "arm64" => "aarch64-linux-gnu",
        "386" => "i386-linux-gnu",
        "arm" => "arm-linux-gnueabihf",
        "s390x" => "s390x-linux-gnu",
        "ppc64le" => "powerpc64le-linux-gnu",
        "riscv64" => "riscv64-linux-gnu",
        _ => null,
    };
}
