namespace Cosmovisor.Staging;

/// <summary>Where a link's checksum is to be had: in the link itself, or in a list published beside the file.</summary>
internal abstract record ChecksumRule
{
    private ChecksumRule() { }

    internal sealed record Given(Checksum Checksum) : ChecksumRule;

    internal sealed record ListedIn(DownloadUrl List) : ChecksumRule;
}
