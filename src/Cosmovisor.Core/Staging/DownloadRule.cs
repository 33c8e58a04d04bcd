namespace Cosmovisor.Staging;

/// <summary>Which links are trusted enough to fetch a program from.</summary>
internal static class DownloadRule
{
    /// <summary>Says why <paramref name="url"/> must not be fetched, or null when it may.</summary>
    public static string? WhatIsWrong(DownloadUrl url, bool mustHaveChecksum) => url.Checksum switch
    {
        null when mustHaveChecksum =>
            $"the link {url.Shown} has no checksum, and DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM is true. Ask for a link with ?checksum=sha256:…, or place the binary yourself",
        null when url.IsOpenToTampering =>
            $"the link {url.Shown} is plain http without a checksum: anyone on the way could send another program. Ask for an https link or one with ?checksum=sha256:…, or place the binary yourself",
        ChecksumRule.ListedIn { List: { Checksum: null, IsOpenToTampering: true } list } =>
            $"the checksum list {list.Shown} is fetched over plain http: anyone on the way could send another. Ask for an https link, or place the binary yourself",
        _ => null,
    };

    /// <summary>What is worth a warning about a link that may be fetched, or null.</summary>
    public static string? Warning(DownloadUrl url) => url.Checksum switch
    {
        null => "no checksum was given for the download: only the connection protects it",
        ChecksumRule.Given { Checksum.IsWeak: true } => "the download's checksum is md5 or sha1, which can be forged",
        _ => null,
    };
}
