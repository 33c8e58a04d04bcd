namespace Cosmovisor.Testing;

/// <summary>Files of the repository that tests read where they are.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    public static string In(params ReadOnlySpan<string?> parts) => Path.Join(Root, Path.Join(parts));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Cosmovisor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no Cosmovisor.slnx above {AppContext.BaseDirectory}");
    }
}
