namespace Cosmovisor.Staging;

/// <summary>Logins by host, as <c>~/.netrc</c> keeps them for every download tool (ftp(1)).</summary>
internal static class Netrc
{
    internal sealed record Login(string Name, string Password);

    /// <summary>The login for <paramref name="host"/>: its own entry, else <c>default</c>, else null.</summary>
    public static Login? Find(string netrc, string host)
    {
        var words = Words(netrc);

        for (var i = 0; i < words.Count; i++)
        {
            var isDefault = words[i] == "default";

            if (isDefault
                || (words[i] == "machine" && i + 1 < words.Count && words[i + 1].Equals(host, StringComparison.OrdinalIgnoreCase)))
            {
                return LoginAt(words, isDefault ? i + 1 : i + 2);
            }
        }

        return null;
    }

    private static Login? LoginAt(List<string> words, int at)
    {
        var facts = new Dictionary<string, string>();

        for (; at + 1 < words.Count && words[at] is not ("machine" or "default" or "macdef"); at += 2)
        {
            facts[words[at]] = words[at + 1];
        }

        return facts.TryGetValue("login", out var name) && facts.TryGetValue("password", out var password) ? new Login(name, password)
            : null;
    }

    private static List<string> Words(string netrc)
    {
        var words = new List<string>();
        var inMacro = false;

        foreach (var line in netrc.Split('\n'))
        {
            var lineWords = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

            // A macro runs to the next empty line, and may hold anything.
            inMacro = lineWords.Length > 0 && (inMacro || lineWords[0] == "macdef");

            if (!inMacro && lineWords is not [['#', ..], ..])
            {
                words.AddRange(lineWords.Select(word => word.Trim('"')));
            }
        }

        return words;
    }
}
