using System.Security.Cryptography;
using System.Text;

namespace Cosmovisor.Tests.Supervision;

/// <summary>A web site with one file, which it hands out over two seconds.</summary>
internal sealed class SlowSite : IDisposable
{
    private const int Parts = 20;

    private static readonly TimeSpan BetweenParts = TimeSpan.FromMilliseconds(100);

    private readonly WebSite _site;
    private readonly byte[] _file;

    public SlowSite(string file)
    {
        _file = Encoding.ASCII.GetBytes(file);
        _site = new WebSite(AnswerAsync);
    }

    public string Host => _site.Host;

    public string Link => _site.Link("/file");

    /// <summary>The same with the file's checksum.</summary>
    public string CheckedLink => $"{Link}?checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(_file))}";

    public void Dispose() => _site.DisposeAsync().AsTask().Wait();

    private async Task AnswerAsync(WebSite.Visit visit)
    {
        await visit.SendAsync("200 OK", length: _file.Length);

        foreach (var part in _file.Chunk(_file.Length / Parts))
        {
            await visit.Stream.WriteAsync(part, visit.Closing);
            await Task.Delay(BetweenParts, visit.Closing);
        }
    }
}
