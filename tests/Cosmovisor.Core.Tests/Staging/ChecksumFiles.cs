using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class ChecksumFiles
{
    private static readonly string A = new('a', 64);
    private static readonly string B = new('b', 64);
    private static readonly string Long = new('c', 128);

    public static TheoryData<string> ListsThatNameIt => new(
        $"{A}  gaiad.zip",
        $"{A} *gaiad.zip\n{B} *other.zip",
        $"\\{A}  gaiad.zip",
        $"{A.ToUpperInvariant()}\tgaiad.zip\r\n{B}\tother.zip\r\n",
        $"{A}  ./gaiad.zip\n{B}  ./x",
        $"{A}  build/linux/gaiad.zip\n{B}  x",
        $"SHA256 (gaiad.zip) = {A}\nSHA256 (other.zip) = {B}",
        $"SHA2-256(gaiad.zip)= {A}",
        $"# made by ci\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{A}  gaiad.zip\n{A}  gaiad.zip\n-----BEGIN PGP SIGNATURE-----",
        $"MD5 (gaiad.zip) = {new string('d', 32)}\nSHA256 (gaiad.zip) = {A}\nSHA1 (gaiad.zip) = {new string('d', 40)}",
        A,
        $"sha256:{A}\n");

    [Theory]
    [MemberData(nameof(ListsThatNameIt))]
    public static void GiveTheSumOfTheFile(string list)
    {
        Assert.True(ChecksumFile.Find(list, "/releases/v2/gaiad.zip").IsOk(out var sum, out var reason), reason);
        Assert.Equal($"sha256:{A}", sum.ToString());
    }

    [Fact]
    public static void GiveTheStrongestSum()
    {
        Assert.True(ChecksumFile.Find($"{A}  x\n{Long}  x", "/x").IsOk(out var sum, out _));
        Assert.Equal(ChecksumKind.Sha512, sum.Kind);
    }

    [Fact]
    public static void GoByTheFolderWhenTwoFilesHaveOneName()
    {
        Assert.True(ChecksumFile.Find($"{B}  darwin/gaiad\n{A}  linux/gaiad", "/v2/linux/gaiad").IsOk(out var sum, out var reason), reason);
        Assert.Equal(A, sum.Hex);
    }

    public static TheoryData<string, string> ListsThatDoNot => new()
    {
        { "", "no line for gaiad.zip; it has 0 others" },
        { $"{A}  other.zip", "no line for gaiad.zip; it has 1 other" },
        { $"{A}  gaiad.zip.asc\n{A}  xgaiad.zip", "no line for gaiad.zip" },
        { "<html><body>404</body></html>", "no line for gaiad.zip" },
        { $"{A}  gaiad.zip\n{B}  gaiad.zip", "2 different lines" },
        { $"{A[1..]}  gaiad.zip", "no line for" },
        { $"{A}", "" },
    };

    [Theory]
    [MemberData(nameof(ListsThatDoNot))]
    public static void WithoutTheFileAreRefused(string list, string because)
    {
        var isOk = ChecksumFile.Find(list, "/v2/gaiad.zip").IsOk(out _, out var reason);

        Assert.Equal(because.Length == 0, isOk);
        Assert.Contains(because, reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public static void NeverThrowWhateverIsInThem() =>
        Gen.OneOf<string>(Gen.String, Gen.OneOf(A, Long, " *", "(", ")", "=", "SHA256 ", "\\", "\n", "gaiad")).Array[0, 12].Sample(parts =>
            Answer.IsWhole(ChecksumFile.Find(string.Concat(parts), "/gaiad"), sum => sum.Hex.Length is 64 or 128));
}
