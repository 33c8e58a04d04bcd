namespace Cosmovisor.Sandbox;

/// <summary>What the child of a task says may hold what a mirror has said, and goes to a terminal: nothing in it may steer one.</summary>
internal static class ForeignWords
{
    private const int Longest = 4096;
    private const int MostLines = 8;

    /// <summary>Line breaks stay: our own sentences have them.</summary>
    public static string Plain(string text) =>
        string.Join('\n', text.Split('\n').Take(MostLines).Select(line => ForeignText.Printable(line, Longest)));
}
