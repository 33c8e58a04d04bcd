namespace Cosmovisor.Staging;

/// <summary>What the downloaded file must add up to. Written <c>sha256:HEX</c>, or HEX alone, whose length tells the kind.</summary>
internal sealed record Checksum
{
    private Checksum(ChecksumKind kind, string hex) => (Kind, Hex) = (kind, hex);

    public ChecksumKind Kind { get; }

    /// <summary>Lower case.</summary>
    public string Hex { get; }

    /// <summary>A forger can make another file with the same sum.</summary>
    public bool IsWeak => Kind is ChecksumKind.Md5 or ChecksumKind.Sha1;

    public static Parsed<Checksum> Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var hex = text[(colon + 1)..].Trim();

        return (colon < 0 ? KindOfLength(hex.Length) : KindOf(text[..colon].Trim())) switch
        {
            null when colon < 0 => Parsed.Invalid<Checksum>(
                $"the checksum \"{text}\" has {hex.Length} characters; md5 has 32, sha1 40, sha256 64, sha512 128"),
            null => Parsed.Invalid<Checksum>($"the checksum \"{text}\" is of an unknown kind; known are sha256, sha512, sha1 and md5"),
            { } kind => Of(kind, hex),
        };
    }

    public static Parsed<Checksum> Of(ChecksumKind kind, string hex) =>
        hex.Length == LengthOf(kind) && hex.All(char.IsAsciiHexDigit)
            ? Parsed.Ok(new Checksum(kind, hex.ToLowerInvariant()))
            : Parsed.Invalid<Checksum>($"the checksum \"{Word(kind)}:{hex}\" is not {LengthOf(kind)} hexadecimal digits");

    /// <summary>The kind by its name in links (<c>sha256</c>) and in BSD lists (<c>SHA256</c>, <c>SHA2-256</c>).</summary>
    public static ChecksumKind? KindOf(string word) => word.ToLowerInvariant() switch
    {
        "md5" => ChecksumKind.Md5,
        "sha1" => ChecksumKind.Sha1,
        "sha256" or "sha2-256" => ChecksumKind.Sha256,
        "sha512" or "sha2-512" => ChecksumKind.Sha512,
        _ => null,
    };

    public static ChecksumKind? KindOfLength(int hexDigits) => hexDigits switch
    {
        32 => ChecksumKind.Md5,
        40 => ChecksumKind.Sha1,
        64 => ChecksumKind.Sha256,
        128 => ChecksumKind.Sha512,
        _ => null,
    };

    public bool Matches(ReadOnlySpan<byte> sum) => Convert.ToHexStringLower(sum) == Hex;

    public override string ToString() => $"{Word(Kind)}:{Hex}";

    private static string Word(ChecksumKind kind) => kind switch
    {
        ChecksumKind.Md5 => "md5",
        ChecksumKind.Sha1 => "sha1",
        ChecksumKind.Sha256 => "sha256",
        _ => "sha512",
    };

    private static int LengthOf(ChecksumKind kind) => kind switch
    {
        ChecksumKind.Md5 => 32,
        ChecksumKind.Sha1 => 40,
        ChecksumKind.Sha256 => 64,
        _ => 128,
    };
}
