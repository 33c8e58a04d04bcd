using System.Text.Json;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Status;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>cosmovisorctl status --all DIR…</c>: a line for each home below some folders. It needs no settings: homes of several daemons may be
/// among them.
/// </summary>
internal sealed class StatusAllCommand(TextWriter output)
{
    private const int Deepest = 4;
    private const int MostFolders = 20_000;

    /// <returns>1 when one needs a human, else 2 when one is not running, or none was found.</returns>
    public int Run(IEnumerable<string> folders, bool asJson)
    {
        var left = MostFolders;
        var all = new StatusOfAll([.. folders.SelectMany(folder => Below(Path.GetFullPath(folder), Deepest, ref left)).Distinct().Order(
            StringComparer.Ordinal)
            .Select(
                home => new StatusOfHome(home, new StatusFacts(new DaemonHome(home, DaemonOf(home)), placing: null, new News()).Read()))]);

        if (asJson)
        {
            output.Write($"{JsonSerializer.Serialize(all, StatusJson.Default.StatusOfAll)}\n");
            return all.ExitCode;
        }

        foreach (var home in all.Homes)
        {
            output.WriteLine(StatusScreen.Line(home.Home, home.Status));
        }

        if (all.Homes.Count == 0)
        {
            output.WriteLine("no home was found there: a home holds cosmovisor/current or cosmovisor/genesis");
        }

        return all.ExitCode;
    }

    private static List<string> Below(string folder, int depth, ref int left)
    {
        var homes = new List<string>();
        var home = new DaemonHome(folder, "");

        if (Path.Exists(home.Current) || Directory.Exists(home.GenesisFolder))
        {
            homes.Add(folder);
        }
        else if (depth > 0)
        {
            foreach (var inner in Inner(folder))
            {
                if (--left < 0)
                {
                    break;
                }

                homes.AddRange(Below(inner, depth - 1, ref left));
            }
        }

        return homes;
    }

    private static string[] Inner(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null).Select(
                inner => inner.FullName)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Its supervisor has written it down; before its first run it is whatever lies in bin/.
    private static string DaemonOf(string home)
    {
        var unnamed = new DaemonHome(home, "");
        return BoundedFile.Read(unnamed.State).Then(bytes => NodeStateText.Read(bytes)).IsOk(out var state, out _) ? state.Daemon.Name
            : new[] { unnamed.Current, unnamed.GenesisFolder }.Select(unnamed.BinaryIn).Where(Directory.Exists)
                .SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)).FirstOrDefault() ?? "";
    }
}
