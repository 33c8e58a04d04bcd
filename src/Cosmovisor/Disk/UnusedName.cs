using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>Names for what is moved aside: nothing that stands there already is ever replaced.</summary>
internal static class UnusedName
{
    /// <summary><paramref name="wanted"/>, or with <c>-2</c>, <c>-3</c> and so on behind it: the first that nothing stands at.</summary>
    public static string Of(string wanted) => FileFacts.Of(wanted) is null ? wanted : Numbered(wanted, 2);

    /// <summary>The same, numbered from <c>-1</c>.</summary>
    public static string NumberedOf(string wanted) => Numbered(wanted, 1);

    private static string Numbered(string wanted, int first) =>
        Enumerable.Range(first, int.MaxValue - first).Select(number => $"{wanted}-{number}").First(path => FileFacts.Of(path) is null);
}
