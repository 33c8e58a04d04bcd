using System.Runtime.CompilerServices;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>Texts we promise to operators, kept as files beside the class that proves them.</summary>
/// <remarks>After a change that is meant: run the tests with <c>APPROVE=1</c> and look at the difference before it is committed.</remarks>
internal static class Approved
{
    private const string Project = "Cosmovisor.Scenarios";
    private static readonly string Folder = Path.Join(Root(), "tests", Project);

    /// <summary>Compares with the file that has the name of the calling class and method.</summary>
    public static void Is(string actual, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var beside = Path.GetDirectoryName(file[(file.LastIndexOf(Project, StringComparison.Ordinal) + Project.Length + 1)..]);
        var path = Path.Join(Folder, beside, $"{Path.GetFileNameWithoutExtension(file)}.{method}.approved.txt");

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : $"there is no {path}", actual);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Cosmovisor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no Cosmovisor.slnx above {AppContext.BaseDirectory}");
    }
}
