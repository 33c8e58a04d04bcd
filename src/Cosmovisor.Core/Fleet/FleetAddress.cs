namespace Cosmovisor.Fleet;

/// <summary>Where the fleet's etcd is, and which fleet of it: <c>etcd://h1:2379,h2:2379/NAME</c>, with TLS <c>etcds://…</c>.</summary>
/// <param name="Endpoints">Roots such as <c>http://h1:2379</c>; at least one, in the order given.</param>
/// <param name="Fleet">Its name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
internal sealed record FleetAddress(IReadOnlyList<Uri> Endpoints, string Fleet)
{
    private const int UsualPort = 2379;

    public bool IsTls => Endpoints[0].Scheme == Uri.UriSchemeHttps;

    /// <param name="text">Any text at all. The words of a refusal begin behind the setting's name.</param>
    public static Parsed<FleetAddress> Parse(string text)
    {
        var tls = text.StartsWith("etcds://", StringComparison.Ordinal);

        if (!tls && !text.StartsWith("etcd://", StringComparison.Ordinal))
        {
            return Wrong(text);
        }

        var rest = text[(tls ? "etcds://" : "etcd://").Length..];

        if (rest.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash)
            || rest[(slash + 1)..] is not { Length: > 0 and <= 63 } fleet
            || !fleet.All(IsOfAName))
        {
            return Wrong(text);
        }

        var endpoints = new List<Uri>();

        foreach (var one in rest[..slash].Split(',', StringSplitOptions.TrimEntries))
        {
            if (one.Contains('@', StringComparison.Ordinal))
            {
                return Parsed.Invalid<FleetAddress>(
                    "holds a user's name; put it into COSMOVISOR_FLEET_USER, and the password into the file COSMOVISOR_FLEET_PASSWORD_FILE");
            }

            if (!Uri.TryCreate($"{(tls ? "https" : "http")}://{one}", UriKind.Absolute, out var uri)
                || uri.Host.Length == 0
                || uri.PathAndQuery != "/"
                || uri.Fragment.Length > 0)
            {
                return Wrong(text);
            }

            endpoints.Add(HasPort(one) ? uri : new UriBuilder(uri) { Port = UsualPort }.Uri);
        }

        return Parsed.Ok(new FleetAddress(endpoints, fleet));
    }

    private static bool IsOfAName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';

    private static bool HasPort(string endpoint) => endpoint.LastIndexOf(':') is >= 0 and var colon && colon > endpoint.LastIndexOf(']');

    private static Parsed<FleetAddress> Wrong(string text) =>
        Parsed.Invalid<FleetAddress>($"must be etcd://HOST:2379,HOST:2379/NAME (with TLS etcds://), not {ForeignText.Quote(text)}");
}
