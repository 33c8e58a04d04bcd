namespace Cosmovisor.Demo;

/// <summary>What the demo was asked for.</summary>
/// <param name="Supervisor">The cosmovisor executable that is shown.</param>
/// <param name="SimNode">The simulated node.</param>
/// <param name="Keep">Whether the home stays.</param>
/// <param name="Cast">The file for a recording of what is shown; null for none.</param>
/// <param name="BuildFirst">Whether they are those of this source tree, to be built now.</param>
/// <param name="Agent">The agent that is shown; null where the story is that of one node.</param>
internal sealed record Options(string Supervisor, string SimNode, bool Keep, string? Cast, bool BuildFirst, string? Agent)
{
    private const int Usage = 64;

    /// <summary>Debug or Release: how this program was built, and so the two it shows.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <returns>The options, or null and what is wrong with them; null and an empty text when help was asked for.</returns>
    public static (Options? Options, string Wrong) Read(string[] args)
    {
        string? supervisor = null, simNode = null, agent = null, cast = null;
        var (keep, fleet) = (false, false);

        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--keep":
                    keep = true;
                    break;
                case "--fleet":
                    fleet = true;
                    break;
                case "--supervisor" or "--simnode" or "--agent" or "--cast" when i + 1 == args.Length || args[i + 1].Length == 0:
                    return (null, $"{args[i]} wants the path of a file behind it");
                case "--supervisor":
                    supervisor = Path.GetFullPath(args[++i]);
                    break;
                case "--simnode":
                    simNode = Path.GetFullPath(args[++i]);
                    break;
                case "--agent":
                    agent = Path.GetFullPath(args[++i]);
                    break;
                case "--cast":
                    cast = Path.GetFullPath(args[++i]);
                    break;
                case "--help" or "-h":
                    return (null, "");
                default:
                    return (null, $"\"{args[i]}\" is no option of the demo; --help lists them");
            }
        }

        var buildFirst = supervisor is null || simNode is null || (fleet && agent is null);
        supervisor ??= Built("Cosmovisor", "cosmovisor");
        simNode ??= Built("Cosmovisor.SimNode", "simnode");
        agent ??= Built("Cosmovisor.Agent", "cosmovisor-agent");
        string[] needed = fleet ? [supervisor, simNode, agent] : [supervisor, simNode];

        return buildFirst || Array.TrueForAll(needed, File.Exists)
            ? (new Options(supervisor, simNode, keep, cast, buildFirst, fleet ? agent : null), "")
            : (null, $"there is no executable {needed.First(file => !File.Exists(file))}; build it first, or name another one");
    }

    /// <summary>Says what is wrong, or prints the help if nothing is.</summary>
    /// <returns>The exit code.</returns>
    public static int Say(string wrong)
    {
        if (wrong.Length > 0)
        {
            Console.Error.WriteLine($"demo: {wrong}");
            return Usage;
        }

        Console.Write(
            """
            dotnet run --project demo [-- OPTIONS]   upgrade a simulated chain under the real supervisor, and tell the story

              --fleet              five nodes on one etcd instead of one node: a schedule, and a rollout with a bad member (some minutes)
              --keep               leave the home where it is, and say where
              --supervisor PATH    show this cosmovisor instead of the one just built
              --simnode PATH       use this simulated node instead of the one just built
              --agent PATH         show this cosmovisor-agent instead of the one just built; with --fleet
              --cast FILE          record what is shown as a moving picture (SVG)
              --help               this text

            Ends with 0 if everything went as it must, 1 if not, 64 for a wrong option.

            """);
        return 0;
    }

    // This program lies in artifacts/bin/<project>/<configuration>, and so do the two it shows.
    private static string Built(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Join(here.Parent?.Parent?.FullName, project, here.Name, file);
    }
}
