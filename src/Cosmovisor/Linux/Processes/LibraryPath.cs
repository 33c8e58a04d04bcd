namespace Cosmovisor.Linux;

internal static class LibraryPath
{
    private const string Variable = "LD_LIBRARY_PATH";

    /// <summary>Shared libraries that a version brings along come before the system's (ld.so(8)).</summary>
    /// <returns>The variable to change, or nothing when there is no such folder.</returns>
    public static Dictionary<string, string> With(string librariesFolder)
    {
        if (!Directory.Exists(librariesFolder))
        {
            return [];
        }

        var rest = Environment.GetEnvironmentVariable(Variable);
        return new() { [Variable] = string.IsNullOrEmpty(rest) ? librariesFolder : $"{librariesFolder}:{rest}" };
    }
}
