using System.Globalization;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>
/// Who may decide what a path leads to: the owner of the folder at its end, of every link on the way, and of every folder in which a part
/// of the way could be exchanged.
/// </summary>
internal static class PathOwners
{
    private const uint Root = 0;
    private const int MostLinks = 40; // as many as the kernel follows
    private const int MapFields = 3; // "first in here, first outside, how many"

    /// <summary>A user other than root who decides with.</summary>
    /// <param name="User">Who.</param>
    /// <param name="Group">Of what that user has in hand.</param>
    /// <param name="Path">What that is.</param>
    internal sealed record Hand(uint User, uint Group, string Path);

    /// <summary>
    /// The owner of what stands at the end, or else the first other hand on the way there; null where all of it is root's.
    /// </summary>
    /// <param name="path">Absolute. What is not there yet is its nearest folder's.</param>
    /// <exception cref="IOException">It could not be looked at.</exception>
    public static Hand? FirstOther(string path)
    {
        var todo = new Stack<string>(Parts(path));
        var (folder, links) = ("/", 0);
        var facts = FileFacts.Of(folder);
        Hand? onTheWay = null;

        while (todo.TryPop(out var part))
        {
            var full = part == ".." ? Path.GetDirectoryName(folder) ?? "/" : Path.Join(folder, part);

            if (FileFacts.Of(full) is not { } found)
            {
                break;
            }

            // Nobody but root exchanges what something is mounted on.
            onTheWay ??= found.IsMountRoot ? null : Other(facts, folder);

            if (found.Kind != FileKind.Symlink)
            {
                (folder, facts) = (full, found);
                continue;
            }

            onTheWay ??= Other(found, full);

            if (++links > MostLinks || LinkText.Of(full) is not { } target)
            {
                break;
            }

            (folder, facts) = Path.IsPathRooted(target) ? ("/", FileFacts.Of("/")) : (folder, facts);
            Parts(target).ToList().ForEach(todo.Push);
        }

        return Other(facts, folder) ?? onTheWay;
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/').Where(part => part is not ("" or ".")).Reverse();

    private static Hand? Other(FileFacts? facts, string path) =>
        facts is { User: not Root and var user } && IsKnownHere(user) ? new Hand(user, facts.Value.Group, path) : null;

    // In a container of an ordinary user, that user is root, and all the users outside are one number that nobody can become.
    private static bool IsKnownHere(uint user) =>
        ProcFile.Read("/proc/self/uid_map") is not { } map || Encoding.ASCII.GetString(map).Split('\n').Any(line =>
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: MapFields } fields
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && user >= first && user < first + count);
}
