namespace Cosmovisor.Staging;

internal static class ArchiveKinds
{
    /// <summary>How much of a file <see cref="Of"/> wants to see: one tar header.</summary>
    public const int BytesToSee = 512;

    private static readonly string[] Options =
        ["zip", "tar", "tar.gz", "tgz", "tar.bz2", "tbz2", "tar.xz", "txz", "tar.zst", "tzst", "gz", "bz2", "xz", "zst"];

    public static string KnownOptions { get; } = string.Join(", ", Options);

    /// <summary>The values of <c>archive=</c> that are understood: Go's booleans and the kinds' usual endings.</summary>
    public static bool IsKnownOption(string value) => MeansNever(value) || value is "true" or "1" || Options.Contains(value);

    public static bool MeansNever(string value) => value is "false" or "0" or "f" or "F" or "FALSE" or "False";

    public static ArchiveKind Of(ReadOnlySpan<byte> first) => first switch
    {
        [0x50, 0x4b, 3, 4, ..] or [0x50, 0x4b, 5, 6, ..] => ArchiveKind.Zip,
        [0x1f, 0x8b, ..] => ArchiveKind.Gzip,
        [0x42, 0x5a, 0x68, >= 0x31 and <= 0x39, ..] => ArchiveKind.Bzip2,
        [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ..] => ArchiveKind.Xz,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => ArchiveKind.Zstd,
        [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..] => ArchiveKind.Zstd, // a skippable frame, which pzstd writes first
        _ => IsTarHeader(first) ? ArchiveKind.Tar : ArchiveKind.None,
    };

    // Tars older than POSIX have no "ustar" in them; the header's own sum is what every reader goes by.
    private static bool IsTarHeader(ReadOnlySpan<byte> first)
    {
        const int SumAt = 148;
        const int SumLength = 8;

        if (first.Length < BytesToSee || first[0] == 0)
        {
            return false;
        }

        var sum = SumLength * ' ';

        for (var i = 0; i < BytesToSee; i++)
        {
            sum += i is >= SumAt and < SumAt + SumLength ? 0 : first[i];
        }

        return Octal(first.Slice(SumAt, SumLength)) == sum;
    }

    private static int Octal(ReadOnlySpan<byte> field)
    {
        var value = 0;

        foreach (var b in field.Trim(" \0"u8))
        {
            if (b is < (byte)'0' or > (byte)'7')
            {
                return -1;
            }

            value = (value * 8) + (b - '0');
        }

        return value;
    }
}
