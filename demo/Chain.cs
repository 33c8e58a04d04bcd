namespace Cosmovisor.Demo;

/// <summary>The blocks that were seen being made, and by which version.</summary>
internal sealed class Chain
{
    private readonly List<(string Version, long Height, NodeLine Line)> _blocks = [];
    private string _version = "";

    public void See(NodeLine line)
    {
        _version = line.Version ?? _version;

        if (line.Block is { } height)
        {
            _blocks.Add((_version, height, line));
        }
    }

    public IReadOnlyList<long> HeightsOf(string version) =>
        [.. _blocks.Where(block => block.Version == version).Select(block => block.Height)];

    public NodeLine LastBlockOf(string version) => _blocks.Last(block => block.Version == version).Line;

    /// <summary>Every block from the first on, in order, none missing, none twice, and as far as asked for at least.</summary>
    public void ExpectBlocks(string version, long first, long atLeast)
    {
        var heights = HeightsOf(version);
        var isWhole = heights.Select((height, i) => height == first + i).All(follows => follows);

        Expect.That(
            isWhole && heights.Count > 0 && heights[^1] >= atLeast,
            $"{version} must make every block from {first} to {atLeast}, and made: {string.Join(' ', heights)}");
    }
}
