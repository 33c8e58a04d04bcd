namespace Cosmovisor.Tests;

/// <summary>
/// The executables under test: the published ones when <c>COSMOVISOR_PUBLISHED</c> names their folder, else those of this build,
/// compiled ahead of time where that could be done (<c>tests/Precompiled</c>).
/// </summary>
internal static class Executable
{
    private static readonly string? Published = Environment.GetEnvironmentVariable("COSMOVISOR_PUBLISHED");

    public static string Cosmovisor { get; } = Find("Cosmovisor", "cosmovisor");

    public static string Cosmovisorctl { get; } = Find("Cosmovisor", "cosmovisorctl");

    public static string Agent { get; } = Find("Cosmovisor.Agent", "cosmovisor-agent");

    public static string SimNode { get; } = Find("Cosmovisor.SimNode", "simnode");

    /// <summary>Always the one of this build; it is told which executables to show.</summary>
    public static string Demo { get; } = BuiltProgram.At("Cosmovisor.Demo", "Cosmovisor.Demo");

    /// <summary>Whether the native executable is under test: some promises (start-up, idle wake-ups) are its alone.</summary>
    public static bool IsNative => !string.IsNullOrEmpty(Published);

    // A program that was built again since, without these tests, counts as it was built.
    private static string? Precompiled(string project, string file)
    {
        var folder = Path.Join(AppContext.BaseDirectory, "programs");
        string[] parts = [BuiltProgram.At(project, Assembly(file)), BuiltProgram.At("Cosmovisor.Core", "Cosmovisor.Core.dll")];
        var isFresh = parts.All(part =>
            File.GetLastWriteTimeUtc(part) <= File.GetLastWriteTimeUtc(Path.Join(folder, Path.GetFileName(part))));
        return isFresh && File.Exists(Path.Join(folder, file)) ? Path.Join(folder, file) : null;
    }

    private static string Assembly(string file) => (file == "cosmovisorctl" ? "cosmovisor" : file) + ".dll";

    private static string Find(string project, string file)
    {
        var path = IsNative ? Path.Join(Published, file) : Precompiled(project, file) ?? BuiltProgram.At(project, file);
        return File.Exists(path) ? path : throw new InvalidOperationException(
            $"there is no {path}; build the solution, or set COSMOVISOR_PUBLISHED to a folder with {file}");
    }
}
