namespace Cosmovisor.Demo;

/// <summary>How the story looks: coloured on a terminal, plain in a pipe.</summary>
internal sealed class Screen
{
    private const int Width = 118;

    // The lines of a node that tell something new; blocks are counted instead.
    private static readonly string[] Telling = ["starting node", "App Info", "proposal", "UPGRADE", "CONSENSUS FAILURE", "applying upgrade", "caught signal", "exiting"];

    private readonly bool _colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Lock _gate = new();
    private int _chapter;

    public void Chapter(string title) => Print("1;36", $"\n{++_chapter}. {title}");

    public void Tell(params string[] paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            Print("", Wrapped(paragraph));
        }
    }

    public void Command(string command) => Print("1", $"   $ {command}");

    public void Figure(string what, string value) => Print("1;32", $"   {what,-42}{value}");

    /// <summary>One line of the node: told if it says something new, and of its blocks only the number.</summary>
    public void Node(string line, long? block)
    {
        if (block is { } height)
        {
            Print("2", $"   node | block {height}");
        }
        else if (Telling.Any(word => line.Contains(word, StringComparison.Ordinal)))
        {
            var isLoud = line.Contains("UPGRADE", StringComparison.Ordinal) || line.Contains("FAILURE", StringComparison.Ordinal);
            Print(isLoud ? "33" : "2", Cut($"   node | {line}"));
        }
    }

    public void Tree(string folder)
    {
        Print("", $"   {folder}");

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, entry);
            var target = new FileInfo(entry).LinkTarget;
            var isBinary = target is null && File.Exists(entry) && Path.GetFileName(Path.GetDirectoryName(entry)) == "bin";

            // What lies behind the link is listed where it really is.
            if (!name.StartsWith("current/", StringComparison.Ordinal) && (target is not null || isBinary || !name.Contains('/', StringComparison.Ordinal)))
            {
                Print(target is null ? "" : "1;32", $"     {name}{(target is null ? "" : $" -> {target}")}");
            }
        }
    }

    public void OwnLog(string log)
    {
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Print("36", Cut($"   {line}"));
        }
    }

    public void Wrong(string what, string log) => Print("1;31", $"\nThe demo did not go as it must: {what}.\ncosmovisor's own log:\n{log}");

    private static string Cut(string line) => line.Length <= Width ? line : line[..(Width - 1)] + "…";

    private static string Wrapped(string paragraph)
    {
        var lines = new List<string> { "" };

        foreach (var word in paragraph.Split(' '))
        {
            if (lines[^1].Length + word.Length >= Width - 3)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }

        return string.Join('\n', lines.Select(line => $"   {line}"));
    }

    private void Print(string colour, string text)
    {
        lock (_gate)
        {
            Console.WriteLine(_colours && colour.Length > 0 ? $"\e[{colour}m{text}\e[0m" : text);
        }
    }
}
