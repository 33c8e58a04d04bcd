using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Settings;

/// <summary>The settings of a node that a package's unit runs: what <c>cosmovisor@NAME</c> and its agent are started with.</summary>
internal static class NodeFiles
{
    private const string Folder = "/etc/cosmovisor";
    private const string Ending = ".env";
    private const string AgentsEnding = ".agent.env";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Of the nodes whose settings lie here.</summary>
    public static IReadOnlyList<string> Names
    {
        get
        {
            try
            {
                return
                [
                    .. Directory.EnumerateFiles(Folder, $"*{Ending}").Select(path => Path.GetFileName(path))
                        .Where(name => !name.EndsWith(AgentsEnding, StringComparison.Ordinal))
                        .Select(name => name[..^Ending.Length]).Where(IsName).Order(StringComparer.Ordinal),
                ];
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>Whether it may be the instance of a unit.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name[0] is not ('.' or '-') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':');

    /// <summary>The variables of the node's unit: those the unit has, and over them those of the file.</summary>
    /// <returns>Or why not, in a sentence.</returns>
    public static Parsed<IReadOnlyDictionary<string, string>> OfNode(string name) =>
        Read(name, Ending).Then(file => Parsed.Ok<IReadOnlyDictionary<string, string>>(Together(
            new Dictionary<string, string>
            {
                [SettingTable.HomeVariable] = $"/var/lib/{name}",
                [SettingTable.RestartAfterUpgrade.Variable] = "true",
                [SettingTable.Log.Variable] = "journal",
            }, file)));

    /// <summary>The same, and those of the agent's unit over them. Its own file need not be there.</summary>
    public static Parsed<IReadOnlyDictionary<string, string>> OfAgent(string name) =>
        OfNode(name).Then(node => AgentsOwn(name).Then(own => Parsed.Ok<IReadOnlyDictionary<string, string>>(Together(
            new Dictionary<string, string> { ["COSMOVISOR_AGENT_STATE"] = $"/var/lib/cosmovisor-agent/{name}" }, node, own))));

    private static Parsed<IReadOnlyDictionary<string, string>> AgentsOwn(string name) =>
        FileCalls.IsThere(PathOf(name, AgentsEnding)) ? Read(name, AgentsEnding)
            : Parsed.Ok<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    private static string PathOf(string name, string ending) => Path.Join(Folder, name + ending);

    private static Parsed<IReadOnlyDictionary<string, string>> Read(string name, string ending)
    {
        if (!IsName(name))
        {
            return Parsed.Invalid<IReadOnlyDictionary<string, string>>($"\"{ForeignText.Printable(name)}\" is no node's name; expected the NAME of a unit cosmovisor@NAME");
        }

        var path = PathOf(name, ending);

        if (!FileCalls.IsThere(path))
        {
            return Parsed.Invalid<IReadOnlyDictionary<string, string>>(
                $"{path} is not there. {(Names is [_, ..] names ? $"There are settings of: {string.Join(", ", names)}" : $"No node has settings in {Folder}")}");
        }

        try
        {
            return BoundedFile.Read(path).IsOk(out var bytes, out var why) ? Parsed.Ok(EnvironmentFile.Parse(Strict.GetString(bytes)))
                : Parsed.Invalid<IReadOnlyDictionary<string, string>>($"{path} {why}{(Privileges.AreRoots ? "" : ". Run it as root, with sudo")}");
        }
        catch (DecoderFallbackException)
        {
            return Parsed.Invalid<IReadOnlyDictionary<string, string>>($"{path} is not UTF-8, and systemd reads no other");
        }
    }

    private static Dictionary<string, string> Together(params IReadOnlyDictionary<string, string>[] layers) =>
        layers.SelectMany(layer => layer).GroupBy(one => one.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
}
