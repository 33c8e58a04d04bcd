using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Downloads from a site with the habits of real ones.</summary>
public sealed class Downloads : IDisposable
{
    private static readonly byte[] Daemon = Samples.ScriptOf(400_000);
    private static readonly string Sum = Convert.ToHexStringLower(SHA256.HashData(Daemon));

    private readonly ScratchHome _scratch = new();

    [Fact]
    public async Task BringTheBinaryAndAskForNothingElse()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "Content-Type: text/html\r\n", Daemon));

        await BringsAsync(site.Link($"/gaiad?token=a%2Bb&checksum=sha256:{Sum}"));

        var request = Assert.Single(site.Requests);
        Assert.StartsWith("GET /gaiad?token=a%2Bb HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("Accept-Encoding: identity", request, StringComparison.Ordinal);
        Assert.Contains($"checksum=sha256:{Sum}", _scratch.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", _scratch.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ETag: \"abc\"\r\n", "\"abc\"")]
    [InlineData("Last-Modified: Mon, 02 Nov 2026 10:00:00 GMT\r\n", "Mon, 02 Nov 2026 10:00:00 GMT")]
    public async Task GoOnWhereTheyWereCut(string validator, string condition)
    {
        const int Part = 100_010;
        await using var site = new WebSite(async visit =>
        {
            var rest = Daemon[visit.RangeStart..];
            var range = visit.RangeStart > 0 ? $"Content-Range: bytes {visit.RangeStart}-{Daemon.Length - 1}/{Daemon.Length}\r\n" : "";
            Assert.Equal(visit.RangeStart > 0 ? condition : null, visit.Header("If-Range"));
            await visit.SendAsync(visit.RangeStart > 0 ? "206 Partial Content" : "200 OK", validator + range,
                rest[..Math.Min(Part, rest.Length)], length: rest.Length);
        });

        await BringsAsync(site.Link($"/gaiad?checksum={Sum}"));

        Assert.Equal(4, site.Requests.Count);
        Assert.Contains("download interrupted, trying again", _scratch.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETag: W/\"weak\"\r\n")]
    public async Task StartAfreshWhenNothingTellsTheFilesApart(string validator)
    {
        await using var site = new WebSite(
            visit => visit.SendAsync("200 OK", validator, visit.Number < 3 ? Daemon[..1000] : Daemon, Daemon.Length));

        await BringsAsync(site.Link($"/gaiad?checksum={Sum}"));

        Assert.DoesNotContain(site.Requests, request => request.Contains("Range:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAfreshWhenTheFileHasChangedMeanwhile()
    {
        var old = Samples.ScriptOf(400_001);
        await using var site = new WebSite(visit => visit.Number == 1
            ? visit.SendAsync("200 OK", "ETag: \"old\"\r\n", old[..5000], old.Length)
            : visit.SendAsync("200 OK", "ETag: \"new\"\r\n", Daemon));

        await BringsAsync(site.Link($"/gaiad?checksum={Sum}"));
    }

    [Fact]
    public async Task StartAfreshWhenTheServerSendsAnotherPartThanAsked()
    {
        await using var site = new WebSite(visit => visit.Number switch
        {
            1 => visit.SendAsync("200 OK", "ETag: \"a\"\r\n", Daemon[..5000], Daemon.Length),
            2 => visit.SendAsync(
                "206 Partial Content", $"ETag: \"a\"\r\nContent-Range: bytes 0-{Daemon.Length - 1}/{Daemon.Length}\r\n", Daemon),
            _ => visit.SendAsync("200 OK", "", Daemon),
        });

        await BringsAsync(site.Link($"/gaiad?checksum={Sum}"));
    }

    [Fact]
    public async Task StartAfreshWhenTheRangeIsRefused()
    {
        await using var site = new WebSite(visit => visit.Number switch
        {
            1 => visit.SendAsync("200 OK", "ETag: \"a\"\r\n", Daemon[..5000], Daemon.Length),
            2 => visit.SendAsync("416 Range Not Satisfiable"),
            _ => visit.SendAsync("200 OK", "", Daemon),
        });

        await BringsAsync(site.Link($"/gaiad?checksum={Sum}"));
    }

    [Theory]
    [InlineData("429 Too Many Requests", "Retry-After: 0\r\n")]
    [InlineData("503 Service Unavailable", "Retry-After: Mon, 02 Nov 2020 10:00:00 GMT\r\n")]
    [InlineData("503 Service Unavailable", "")]
    [InlineData("500 Internal Server Error", "")]
    [InlineData("502 Bad Gateway", "")]
    [InlineData("408 Request Timeout", "")]
    public async Task TryAgainWhenTheServerIsBusy(string status, string headers)
    {
        await using var site = new WebSite(
            visit => visit.Number < 3 ? visit.SendAsync(status, headers) : visit.SendAsync("200 OK", "", Daemon));

        await BringsAsync(site.Link());
    }

    [Fact]
    public async Task WaitAsLongAsTheServerAsks()
    {
        await using var site = new WebSite(visit => visit.Number < 2 ? visit.SendAsync("429 Too Many Requests", "Retry-After: 3600\r\n")
            : visit.SendAsync("200 OK", "", Daemon));
        var began = System.Diagnostics.Stopwatch.StartNew();

        await BringsAsync(site.Link());

        Assert.True(began.Elapsed >= _scratch.Settings.LongestRetryAfter, "an hour was asked for, and the most we wait is to be waited");
    }

    [Theory]
    [InlineData("404 Not Found", 1, "Is the link right, and published?")]
    [InlineData("410 Gone", 1, "Is the link right, and published?")]
    [InlineData("401 Unauthorized", 1, "~/.netrc")]
    [InlineData("403 Forbidden", 1, "~/.netrc")]
    [InlineData("304 Not Modified", 1, "Is the link right, and published?")]
    [InlineData("503 Service Unavailable", 8, "failed 8 times")]
    public async Task ThatCannotSucceedSayWhatTheServerAnswered(string status, int tries, string advice)
    {
        await using var site = new WebSite(visit => visit.SendAsync(status));

        var message = await _scratch.RefusedAsync(site.Link());

        Assert.Contains(status, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
        Assert.Equal(tries, site.Requests.Count);
    }

    [Fact]
    public async Task ThatAreAlwaysCutSayHowFarTheyCame()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon[..5000], Daemon.Length));

        Assert.Contains("; 5000 bytes had come", await _scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatStallAreGivenUpAndTriedAgain()
    {
        using var scratch = new ScratchHome
        {
            Settings = _scratch.Settings with { StallLimit = TimeSpan.FromMilliseconds(300), ConnectLimit = TimeSpan.FromMilliseconds(300) }
        };
        await using var site = new WebSite(async visit =>
        {
            await visit.SendAsync("200 OK", "", visit.Number < 2 ? Daemon[..5000] : Daemon, Daemon.Length);
            await Task.Delay(visit.Number < 2 ? Timeout.Infinite : 0, visit.Closing);
        });

        _ = await scratch.StageAsync(site.Link($"/gaiad?checksum={Sum}"));

        Assert.Contains("nothing came for 0.3 s", scratch.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatTrickleAreWaitedFor()
    {
        using var scratch = new ScratchHome
        {
            Settings = _scratch.Settings with { StallLimit = TimeSpan.FromMilliseconds(500), Tries = 1 }
        };
        await using var site = new WebSite(async visit =>
        {
            await visit.SendAsync("200 OK", "", Daemon[..^8], Daemon.Length);

            for (var i = 8; i > 0; i--)
            {
                await Task.Delay(150, visit.Closing);
                await visit.Stream.WriteAsync(Daemon.AsMemory(Daemon.Length - i, 1), visit.Closing);
            }
        });

        Assert.True((await scratch.StageAsync(site.Link($"/gaiad?checksum={Sum}"))).Downloaded);
    }

    [Fact]
    public async Task HaveAnOverallLimit()
    {
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { OverallLimit = TimeSpan.FromMilliseconds(300) } };
        await using var site = new WebSite(async visit =>
        {
            while (true)
            {
                await visit.SendAsync("200 OK", "", [1], 1_000_000);
                await Task.Delay(50, visit.Closing);
            }
        });

        Assert.Contains("was not done after 00:00:00.3", await scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatAreTooLargeAreRefusedBeforeTheyCome()
    {
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { MaxSize = 1000 } };
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon[..10], 1001));

        Assert.Contains("larger than the 1000 bytes", await scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutALengthAreRefusedWhenTheyBecomeTooLarge()
    {
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { MaxSize = 1000 } };
        await using var site = new WebSite(async visit =>
        {
            await visit.Stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), visit.Closing);
            await visit.Stream.WriteAsync(Daemon, visit.Closing);
        });

        Assert.Contains("larger than the 1000 bytes", await scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LabelledAsGzipCodingAreKeptAsTheyAre()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(
            packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Daemon, TestContext.Current.CancellationToken);
        }

        var sum = Convert.ToHexStringLower(SHA256.HashData(packed.ToArray()));
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "Content-Encoding: gzip\r\n", packed.ToArray()));

        await BringsAsync(site.Link($"/gaiad.gz?checksum=sha256:{sum}"));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task FollowRedirects(int status)
    {
        await using var site = new WebSite(visit => visit.Path == "/gaiad"
            ? visit.SendAsync($"{status} Over There", "Location: /else/where\r\n")
            : visit.SendAsync("200 OK", "", Daemon));

        await BringsAsync(site.Link());
    }

    [Fact]
    public async Task DoNotFollowRedirectsForEver()
    {
        await using var site = new WebSite(visit => visit.SendAsync("302 Found", $"Location: /{visit.Number}\r\n"));

        Assert.Contains("redirects more than 10 times", await _scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("data:,x")]
    [InlineData("about:blank")]
    [InlineData("https:")]
    [InlineData("\\\\server\\share")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    public async Task RefuseToBeSentToWhatIsNoAddress(string location)
    {
        await using var site = new WebSite(visit => visit.SendAsync("302 Found", $"Location: {location}\r\n"));

        Assert.Contains(" redirects to something that is not an ", await _scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
        _ = Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData("ETag: \"other\"\r\nContent-Range: bytes 5000-{0}/{1}\r\n", "has changed on the server")]
    [InlineData("ETag: \"one\"\r\nContent-Range: bytes 5000-{0}/{2}\r\n", "has changed on the server")]
    [InlineData("Last-Modified: Tue, 03 Nov 2020 10:00:00 GMT\r\nContent-Range: bytes 5000-{0}/{1}\r\n", "has changed on the server")]
    [InlineData("ETag: \"one\"\r\nContent-Range: bytes 4000-{0}/{1}\r\n", "another part of the file")]
    [InlineData("ETag: \"one\"\r\nContent-Range: bytes 5000-5001/{1}\r\n", "another length than it says")]
    [InlineData("ETag: \"one\"\r\n", "another part of the file")]
    public async Task NeverJoinTheHalvesOfTwoFiles(string headers, string because)
    {
        var lies = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, headers, Daemon.Length - 1, Daemon.Length, Daemon.Length + 1);
        await using var site = new WebSite(visit => visit.Number switch
        {
            1 => visit.SendAsync(
                "200 OK", "ETag: \"one\"\r\nLast-Modified: Mon, 02 Nov 2020 10:00:00 GMT\r\n", Daemon[..5000], Daemon.Length),
            2 => visit.SendAsync("206 Partial Content", lies, new byte[Daemon.Length - 5000]),
            _ => visit.SendAsync("200 OK", "", Daemon),
        });

        await BringsAsync(site.Link());

        Assert.Contains(because, _scratch.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Range:", site.Requests.Last(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TakeNoPartForTheWhole()
    {
        await using var site = new WebSite(visit => visit.Number == 1
            ? visit.SendAsync("206 Partial Content", $"Content-Range: bytes 0-4999/{Daemon.Length}\r\n", Daemon[..5000])
            : visit.SendAsync("200 OK", "", Daemon));

        await BringsAsync(site.Link());
    }

    [Fact]
    public async Task TrustTheSystemsAuthorities()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon), OwnAuthority.TrustedSite);

        await BringsAsync(site.Link());
    }

    [Fact]
    public async Task TrustNobodyElse()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon), OwnAuthority.UnknownSite);

        Assert.Contains("certificate of localhost was not accepted", await _scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NeverFollowFromHttpsToHttp()
    {
        await using var plain = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon));
        await using var site = new WebSite(
            visit => visit.SendAsync("302 Found", $"Location: {plain.Link()}\r\n"), OwnAuthority.TrustedSite);

        Assert.Contains("redirects from https to plain http", await _scratch.RefusedAsync(site.Link()), StringComparison.Ordinal);
        Assert.Empty(plain.Requests);
    }

    [Theory]
    [InlineData("http://example.invalid/gaiad", "plain http without a checksum")]
    [InlineData(
        "http://example.invalid/gaiad?checksum=file:http://example.invalid/SHA256SUMS",
        "checksum list http://example.invalid/SHA256SUMS is fetched over plain http")]
    public async Task ThatAnyoneCouldChangeAreRefused(string link, string because) =>
        Assert.Contains(because, await _scratch.RefusedAsync(link), StringComparison.Ordinal);

    [Fact]
    public async Task WithoutAChecksumAreRefusedWhenOneIsAskedFor()
    {
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { MustHaveChecksum = true } };

        Assert.Contains("has no checksum, and DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM is true",
            await scratch.RefusedAsync("https://example.invalid/gaiad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAnotherChecksumSayWhatWasExpectedAndWhatCame()
    {
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon));
        var wrong = new string('0', 64);

        var message = await _scratch.RefusedAsync(site.Link($"/gaiad?checksum={wrong}"));

        Assert.Contains($"checksum of {site.Link()}: expected sha256:{wrong}, got sha256:{Sum}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakeTheirChecksumFromAList()
    {
        await using var site = new WebSite(visit => visit.SendAsync(
            "200 OK", "", visit.Path == "/SHA256SUMS" ? System.Text.Encoding.ASCII.GetBytes($"{Sum}  gaiad\n") : Daemon));

        await BringsAsync(site.Link($"/v2/gaiad?checksum=file:{site.Link("/SHA256SUMS")}"));
    }

    [Fact]
    public async Task LogInAsNetrcSaysButNotElsewhere()
    {
        File.WriteAllText(_scratch.OnShelf("netrc"), "machine 127.0.0.1 login me password secret\n");
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { NetrcFile = _scratch.OnShelf("netrc") } };
        await using var site = new WebSite(visit => visit.Path == "/gaiad"
            ? visit.SendAsync("302 Found", "Location: /storage\r\n")
            : visit.SendAsync("200 OK", "", Daemon));

        _ = await scratch.StageAsync(site.Link());

        var requests = site.Requests.ToArray();
        Assert.Contains("Authorization: Basic bWU6c2VjcmV0", requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoNotWaitForLoginsFromAPipe()
    {
        SystemTool.Run(_scratch.Shelf, "mkfifo", "netrc");
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { NetrcFile = _scratch.OnShelf("netrc") } };
        await using var site = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon));

        _ = await scratch.StageAsync(site.Link());

        Assert.DoesNotContain("Authorization", Assert.Single(site.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoThroughAProxyWhenTheEnvironmentNamesOne()
    {
        await using var proxy = new WebSite(visit => visit.SendAsync("200 OK", "", Daemon));
        var before = HttpClient.DefaultProxy;

        try
        {
            HttpClient.DefaultProxy = new WebProxy(proxy.Link(""));
            await BringsAsync($"http://example.invalid/gaiad?checksum={Sum}");
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.StartsWith("GET http://example.invalid/gaiad", Assert.Single(proxy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReachNobodyWhereNobodyListens()
    {
        string link;
        await using (var site = new WebSite(_ => Task.CompletedTask))
        {
            link = site.Link();
        }

        Assert.Contains("failed 8 times, the last time because Connection refused", await _scratch.RefusedAsync(link), StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task BringsAsync(string link) =>
        Assert.Equal(Daemon, await File.ReadAllBytesAsync((await _scratch.StageAsync(link)).BinaryPath));
}
