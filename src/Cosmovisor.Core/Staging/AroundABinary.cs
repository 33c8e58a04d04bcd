using Cosmovisor.Settings;

namespace Cosmovisor.Staging;

/// <summary>What lies where a version's binary was looked for and is not.</summary>
/// <param name="Folder">The version's own folder.</param>
/// <param name="Programs">Programs that lie in it, one folder too high.</param>
/// <param name="InBin">Programs in its <c>bin/</c>, under other names.</param>
/// <param name="Versions">The folders of <c>upgrades/</c>; null when this version does not lie there.</param>
/// <param name="IsThere">Whether the version's folder is there at all.</param>
internal sealed record AroundABinary(
    string Folder, IReadOnlyList<string> Programs, IReadOnlyList<string> InBin, IReadOnlyList<string>? Versions, bool IsThere)
{
    private const int MostNamed = 8;

    /// <summary>Why the binary is probably not there, as a sentence without its full stop; null when nothing shows it.</summary>
    /// <param name="daemon">The binary's file name.</param>
    public string? Hint(string daemon) => this switch
    {
        { Programs: var high } when high.Contains(daemon) =>
            $"It is one folder too high, at {Folder}/{daemon}: mkdir -p {Folder}/bin && mv {Folder}/{daemon} {Folder}/bin/",
        { InBin: [var other, ..] } =>
            $"{Folder}/bin holds {Named(InBin)} and no {daemon}. If that is the daemon: ln -s {other} {Folder}/bin/{daemon}",
        { Programs: [var other, ..] } =>
            $"{Folder} holds {Named(Programs)}. If that is the daemon: mkdir -p {Folder}/bin && mv {Folder}/{other} {Folder}/bin/{daemon}",
        { IsThere: true } => $"{Folder} is there, and holds no program",
        { Versions: [] } => "There is no folder in upgrades/ yet",
        { Versions: { } versions } =>
            $"upgrades/ holds {Named(versions)}{(Near(Path.GetFileName(Folder), versions) is { } near ? $"; is {near} meant? mv {Path.GetDirectoryName(Folder)}/{near} {Folder}" : "")}",
        _ => null,
    };

    // v2.0, V2_0, 2.0.0 and "upgrade-v2" are what people make of v2-0.
    private static string? Near(string wanted, IReadOnlyList<string> versions) =>
        versions.FirstOrDefault(one => Core(one) == Core(wanted))
            ?? NearestWord.To(wanted, versions.Select(one => one.ToLowerInvariant())) switch
            {
                { } near => versions.First(one => one.Equals(near, StringComparison.OrdinalIgnoreCase)),
                null => null,
            };

    private static string Core(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)).TrimStart('v');

    private static string Named(IReadOnlyList<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).Take(MostNamed))
            + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
}
