namespace Cosmovisor.Demo;

/// <summary>What the demo was asked for.</summary>
/// <param name="Supervisor">The cosmovisor executable that is shown.</param>
/// <param name="SimNode">The simulated node.</param>
/// <param name="Keep">Whether the home stays.</param>
internal sealed record Options(string Supervisor, string SimNode, bool Keep)
{
    private const int Usage = 64;

    /// <returns>The options, or null and what is wrong with them; null and an empty text when help was asked for.</returns>
    public static (Options? Options, string Wrong) Read(string[] args)
    {
        var (supervisor, simNode, keep) = (Built("Cosmovisor", "cosmovisor"), Built("Cosmovisor.SimNode", "simnode"), false);

        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--keep":
                    keep = true;
                    break;
                case "--supervisor" when i + 1 < args.Length:
                    supervisor = Path.GetFullPath(args[++i]);
                    break;
                case "--simnode" when i + 1 < args.Length:
                    simNode = Path.GetFullPath(args[++i]);
                    break;
                case "--help":
                    return (null, "");
                default:
                    return (null, $"\"{args[i]}\" is no option of the demo, or lacks its value");
            }
        }

        return File.Exists(supervisor) && File.Exists(simNode)
            ? (new Options(supervisor, simNode, keep), "")
            : (null, $"there is no {(File.Exists(supervisor) ? simNode : supervisor)}");
    }

    /// <summary>Prints the help, with the complaint in front if there is one.</summary>
    public static int Say(string wrong)
    {
        var output = wrong.Length > 0 ? Console.Error : Console.Out;
        output.Write(wrong.Length > 0 ? $"demo: {wrong}\n\n" : "");
        output.Write(
            """
            dotnet run --project demo [-- OPTIONS]   upgrade a simulated chain under the real supervisor, and tell the story

              --keep               leave the home where it is, and say where
              --supervisor PATH    show this cosmovisor instead of the one just built
              --simnode PATH       use this simulated node instead of the one just built
              --help               this text

            """);
        return wrong.Length > 0 ? Usage : 0;
    }

    // This program lies in artifacts/bin/<project>/<configuration>, and so do the two it shows.
    private static string Built(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Join(here.Parent?.Parent?.FullName, project, here.Name, file);
    }
}
