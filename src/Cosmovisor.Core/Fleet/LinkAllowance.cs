namespace Cosmovisor.Fleet;

/// <summary>
/// Which links a member takes from its fleet. Writing to etcd must not be enough to run code on every node: this list lies on the node.
/// </summary>
/// <remarks>
/// Globs over <c>host[:port]/path</c> of the link, in which <c>*</c> stands for any text. The host is compared in lower case, without a
/// user's name; the port is left out where the scheme implies it, and so are query and fragment.
/// </remarks>
internal sealed class LinkAllowance
{
    private readonly string[] _globs;
    private readonly bool _signed;

    private LinkAllowance(string[] globs, bool signed) => (_globs, _signed) = (globs, signed);

    /// <param name="text">COSMOVISOR_FLEET_ALLOW: globs with commas between.</param>
    /// <param name="signed">Whether trusted keys are set here. Every download then needs a good signature, and the list is not
    /// asked.</param>
    public static LinkAllowance Of(string text, bool signed) =>
        new(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), signed);

    /// <summary>Null when the link may be taken, or why not.</summary>
    public string? WhyNot(string link)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return $"{ForeignText.Quote(link)} is not an http or https link";
        }

        if (_signed)
        {
            return null;
        }

        // As the request will be sent: "/a/../b" and "%2e%2e" are resolved before they are compared.
        var subject = (uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}") + uri.AbsolutePath;
        return _globs.Length == 0
            ? "this member takes no links from its fleet: neither COSMOVISOR_FLEET_ALLOW nor COSMOVISOR_TRUSTED_KEYS is set here"
            : subject.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(subject).Contains("..", StringComparison.Ordinal)
                ? $"{ForeignText.Quote(subject)} hides a path behind escapes"
            : _globs.Any(glob => Matches(Lower(glob), Lower(subject))) ? null
            : $"{ForeignText.Quote(subject)} matches nothing in COSMOVISOR_FLEET_ALLOW of this member";
    }

    // Two marks that only go forward: the usual way without recursion, linear but for the last star.
    private static bool Matches(string glob, string text)
    {
        var (g, t, star, mark) = (0, 0, -1, 0);

        while (t < text.Length)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                (star, mark) = (g++, t);
            }
            else if (g < glob.Length && glob[g] == text[t])
            {
                (g, t) = (g + 1, t + 1);
            }
            else if (star >= 0)
            {
                (g, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return glob.AsSpan(g).IndexOfAnyExcept('*') < 0;
    }

    // A host has no case; a path has.
    private static string Lower(string text) => text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash
        ? text[..slash].ToLowerInvariant() + text[slash..] : text.ToLowerInvariant();
}
