namespace Cosmovisor.Staging;

/// <summary>
/// Telling a shared library from a program: to the kernel both are the same kind of file, and publishers set execute bits on either.
/// </summary>
internal static class SharedLibrary
{
    private const string Ending = ".so";

    /// <summary><c>libx.so</c>, <c>libx.x86_64.so</c>, <c>libx.so.1.2.3</c>.</summary>
    /// <param name="path">A name, or a path that ends with it.</param>
    public static bool IsNameOfOne(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var withoutVersion = name.TrimEnd([.. "0123456789."]);

        return name.EndsWith(Ending, StringComparison.Ordinal) ? name.Length > Ending.Length
            : withoutVersion.Length > Ending.Length
                && withoutVersion.EndsWith(Ending, StringComparison.Ordinal)
                && name[withoutVersion.Length] == '.'
                && name[^1] != '.';
    }
}
