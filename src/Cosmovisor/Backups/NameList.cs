namespace Cosmovisor.Backups;

/// <summary>Names in a sentence: five of them and a count, however many there are.</summary>
internal static class NameList
{
    private const int MostNamed = 5;

    public static string Of(IReadOnlyCollection<string> names) =>
        $"{string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "")}";
}
