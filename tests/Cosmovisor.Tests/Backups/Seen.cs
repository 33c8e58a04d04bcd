using System.Globalization;
using System.Text;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// Everything a tree holds, one line for each entry, for comparing two of them: as find(1) and getfattr(1) see it, so that nothing is
/// judged by the code it tests.
/// </summary>
internal static class Seen
{
    private const string Line = "%P\\001%y\\001%s\\001%T@\\001%m\\001%U:%G\\001%l\\001%i\\0";

    public static string Of(string root)
    {
        var (attributes, hashes) = (Attributes(root), Hashes(root));
        var firstNames = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new List<string>();

        foreach (var line in Found(root).Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\u0001'))
            .OrderBy(line => line[0], StringComparer.Ordinal))
        {
            var (path, kind, inode) = (line[0], line[1], line[7]);
            var full = Path.Join(root, path);
            var isFile = kind == "f";
            var sameAs = isFile && !firstNames.TryAdd(inode, path) ? firstNames[inode] : "";
            lines.Add(
                $"{(path.Length == 0 ? "." : path)}|{kind}|{(isFile ? line[2] : "0")}|{line[3]}|{line[4]}|{line[5]}|{line[6]}|{sameAs}|{(isFile ? hashes[full] : "")}|{attributes.GetValueOrDefault(full)}");
        }

        return string.Join('\n', lines);
    }

    // With a slash at the end, for a root that is a link.
    private static string Found(string root) => SystemTool.End("find", $"{root}/", "-printf", Line).Says;

    // Not by .NET, which asks for a lock on what it reads: a file may be locked.
    private static Dictionary<string, string> Hashes(string root) =>
        SystemTool.End("find", $"{root}/", "-type", "f", "-exec", "sha256sum", "-z", "{}", "+").Says
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(line => Path.Join(root, line[(66 + root.Length)..]), line => line[..64], StringComparer.Ordinal);

    /// <summary>By full path, in the order of their names; nothing where getfattr (package attr) is not installed.</summary>
    private static Dictionary<string, string> Attributes(string root) =>
        !SystemTool.Works("getfattr", "--version") ? []
        : SystemTool.End("getfattr", "-R", "-P", "-h", "-d", "-m", "-", "-e", "hex", "--absolute-names", root).Says
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(block => block[0].StartsWith("# file: ", StringComparison.Ordinal))
            .ToDictionary(block => Unescaped(block[0]["# file: ".Length..]),
                block => string.Join(' ', block[1..].Order(StringComparer.Ordinal)), StringComparer.Ordinal);

    // getfattr writes what is not printable in octal: \012, \134.
    private static string Unescaped(string name)
    {
        var bytes = new List<byte>();

        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '\\')
            {
                bytes.Add(Convert.ToByte(name.Substring(at + 1, 3), 8));
                at += 3;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(name[at].ToString(CultureInfo.InvariantCulture)));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
