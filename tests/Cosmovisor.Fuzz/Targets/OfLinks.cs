using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;
using Cosmovisor.Staging;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>Addresses, redirects, and the place in a stream that a browser names.</summary>
internal static class OfLinks
{
    private static readonly Uri From = new("https://example.org/releases/v2/simd");

    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("download-link", Link),
        new("redirect", bytes => Must.BeWhole(Redirect.Follow(From, Must.Text(bytes), hasChecksum: false), to => to.Scheme == "https")),
        new("rpc-address", Rpc),
        new("event-position", Position),
    ];

    private static void Link(byte[] bytes)
    {
        var text = Must.Text(bytes);
        Must.BeWhole(DownloadUrl.Parse(text), url => url.Address.IsAbsoluteUri && url.Shown.Length > 0);
        _ = DownloadUrl.Masked(text);
    }

    private static void Rpc(byte[] bytes)
    {
        var text = Must.Text(bytes);
        Must.BeWhole(RpcAddress.Parse(text), address => address.Socket is null or ['/', ..]);
        Must.BeWhole(RpcAddress.ParseUrl(text), address => address.Root.Scheme is "http" or "https");
        Must.BeWhole(RpcAddress.ParseOwn(text));
        _ = RpcAddress.Shown(text);
    }

    private static void Position(byte[] bytes)
    {
        var position = EventPosition.Parse(Must.Text(bytes));
        Must.Hold(position.Offset >= 0, "a place before the beginning");
        Must.Hold(EventPosition.Parse(position.ToString()) == position, "another place comes back");
    }
}
