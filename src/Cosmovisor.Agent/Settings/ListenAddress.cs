using System.Net;

namespace Cosmovisor.Agent.Settings;

/// <summary>Where the agent listens: an IP address with its port, or a socket's file.</summary>
internal abstract record ListenAddress
{
    private ListenAddress() { }

    internal sealed record Tcp(IPEndPoint EndPoint) : ListenAddress;

    internal sealed record Unix(string Path) : ListenAddress;

    /// <summary>Whether others than this machine's own users can reach it.</summary>
    public bool IsPublic => this is Tcp { EndPoint.Address: var address } && !IPAddress.IsLoopback(address);

    /// <param name="text"><c>127.0.0.1:26680</c>, <c>[::1]:26680</c>, <c>unix:/a/file</c>. No name: what it resolves to may change.</param>
    public static Parsed<ListenAddress> Parse(string text) =>
        text.StartsWith("unix:", StringComparison.Ordinal)
            ? text["unix:".Length..] is ['/', _, ..] path ? Parsed.Ok<ListenAddress>(new Unix(path)) : Wrong(text)
        : text.LastIndexOf(':') is > 0 and var colon && (text[0] == '[' ? text[colon - 1] == ']'
            : text.IndexOf(':', StringComparison.Ordinal) == colon)
            && IPEndPoint.TryParse(text, out var endPoint) ? Parsed.Ok<ListenAddress>(new Tcp(endPoint))
        : Wrong(text);

    private static Parsed<ListenAddress> Wrong(string text) =>
        Parsed.Invalid<ListenAddress>(
            $"COSMOVISOR_LISTEN is {ForeignText.Quote(text)}; expected an IP address with a port (127.0.0.1:26680, [::1]:26680) or unix:/path/of/a/socket");
}
