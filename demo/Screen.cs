namespace Cosmovisor.Demo;

/// <summary>How the story looks: coloured on a terminal, plain in a pipe.</summary>
internal sealed class Screen
{
    private const int Narrowest = 60;
    private const int Widest = 110;
    private const int ShownBlocks = 3;
    private const string Dim = "2";
    private const string Cosmovisors = "1;32";

    // The lines of a node that tell something new; blocks are counted instead.
    private static readonly string[] Telling =
        ["starting node", "App Info", "proposal", "UPGRADE", "CONSENSUS FAILURE", "applying upgrade", "caught signal", "exiting"];

    private readonly bool _isTerminal = !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
    private readonly bool _colours;
    private readonly int _width;
    private readonly Cast? _cast;
    private int _chapter;
    private int _blocks;
    private (long First, long Last)? _counted;

    /// <param name="cast">Records what is shown; null for no recording.</param>
    public Screen(Cast? cast = null)
    {
        _cast = cast;
        _colours = _isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _width = _isTerminal && cast is null ? Math.Clamp(Console.WindowWidth, Narrowest, Widest) : Widest;
    }

    public void Chapter(string title) => Print("1;36", $"\n{++_chapter}. {title}");

    public void Tell(params ReadOnlySpan<string> paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            Print("", Wrapped(paragraph));
        }
    }

    public void Command(string command) => Print("1", $"   $ {command}");

    /// <summary>Something that was looked at and found so.</summary>
    public void Fact(string fact) => Print(Cosmovisors, $"   => {fact}");

    public void Figure(string what, string value) => Print(Cosmovisors, $"   {what,-40}{value}");

    /// <summary>What a program of ours has said.</summary>
    public void Quote(IEnumerable<string> said) => Print("", string.Join('\n', said.Select(line => Wrapped(line, "     | "))));

    /// <summary>The same, of one that has refused.</summary>
    public void Failure(IEnumerable<string> said) => Print("33", string.Join('\n', said.Select(line => Wrapped(line, "     | "))));

    /// <summary>The beginning of a line whose end has to be waited for.</summary>
    public void Begin(string text) => Console.Write(Painted(Dim, text));

    public void EndOfLine(string text) => Console.WriteLine(Painted(Dim, text));

    public void SaveCast(string? file)
    {
        if (file is not null && _cast is not null)
        {
            File.WriteAllText(file, _cast.ToSvg(Widest));
            Console.WriteLine($"Recorded in {file}");
        }
    }

    /// <summary>One line of the node: told if it says something new; of its blocks the first few, then how many.</summary>
    public void Node(NodeLine line)
    {
        _blocks = line.Version is null ? _blocks : 0;

        if (line.Block is { } height)
        {
            if (++_blocks <= ShownBlocks)
            {
                Print(Dim, $"   node | block {height}");
            }
            else
            {
                Count(height);
            }
        }
        else if (Telling.Any(word => line.Has(word)))
        {
            var isLoud = line.Has("UPGRADE") || line.Has("FAILURE");
            Print(isLoud ? "33" : Dim, Cut($"   node | {line.Text}"));
        }
    }

    /// <param name="folder">The name of the top.</param>
    /// <param name="now">What is there.</param>
    /// <param name="before">What was there; the rest is marked.</param>
    public void Tree(string folder, IReadOnlyList<TreeEntry> now, IReadOnlyList<TreeEntry> before)
    {
        Print("", $"   {folder}/");
        var known = before.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);

        foreach (var entry in now)
        {
            var isNew = !known.Contains(entry.Path);
            var text = $"   {new string(' ', 2 + (2 * entry.Depth))}{entry.Name}{(entry.Target is { } target ? $" -> {target}" : "")}";
            Print(isNew ? Cosmovisors : "", isNew ? $"{text,-44}  (new)" : text);
        }
    }

    public void Timeline(IReadOnlyList<Moment> moments)
    {
        foreach (var (at, isCosmovisors, text) in moments)
        {
            var since = (at - moments[0].At).TotalSeconds;
            Print(isCosmovisors ? "32" : Dim, Cut($"   {since,7:0.000} s  {(isCosmovisors ? "cosmovisor" : "node"),-10}  {text}"));
        }
    }

    public void Wrong(string what, string log)
    {
        EndCount();
        Console.Error.WriteLine($"\nThe demo did not go as it must: {what.TrimEnd('.')}.");

        if (log.Length > 0)
        {
            Console.Error.WriteLine($"cosmovisor's own log:\n{log}");
        }
    }

    // On a terminal the number runs; in a pipe it is told when something else is.
    private void Count(long height)
    {
        _counted = (_counted?.First ?? height, height);

        if (_isTerminal)
        {
            Console.Write("\r" + Painted(Dim, Counted()));
        }
    }

    private string Counted() => _counted is var (first, last) ? $"   node | blocks {first} to {last}" : "";

    private void EndCount()
    {
        if (_counted is not null)
        {
            Console.WriteLine((_isTerminal ? "\r" : "") + Painted(Dim, Counted()));
            _cast?.Add(Dim, Counted());
            _counted = null;
        }
    }

    private string Cut(string line) => line.Length <= _width ? line : line[..(_width - 1)] + "…";

    private string Wrapped(string paragraph, string margin = "   ")
    {
        var lines = new List<string> { "" };

        foreach (var word in paragraph.Split(' '))
        {
            if (lines[^1].Length + word.Length >= _width - margin.Length)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }

        return string.Join('\n', lines.Select(line => margin + line));
    }

    private void Print(string colour, string text)
    {
        EndCount();
        Console.WriteLine(Painted(colour, text));
        _cast?.Add(colour, text);
    }

    private string Painted(string colour, string text) => _colours && colour.Length > 0 ? $"\e[{colour}m{text}\e[0m" : text;
}
