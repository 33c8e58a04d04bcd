namespace Cosmovisor.Testing;

/// <summary>A program of this build. Tests lie in artifacts/bin/PROJECT/CONFIGURATION; the programs they start lie beside them.</summary>
internal static class BuiltProgram
{
    public static string At(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Join(here.Parent?.Parent?.FullName, project, here.Name, file);
    }
}
