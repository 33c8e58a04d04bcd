namespace Cosmovisor.Staging;

/// <summary>The checksums go-getter knows, the weakest first.</summary>
internal enum ChecksumKind
{
    Md5,
    Sha1,
    Sha256,
    Sha512,
}
