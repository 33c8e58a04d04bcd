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

    [Fact]
    public static void GoByTheNameAloneWhereNoFolderFits()
    {
        Assert.True(ChecksumFile.Find($"{B}  build/other\n{A}  build/gaiad", "/v2/linux/gaiad").IsOk(out var sum, out var reason), reason);
        Assert.Equal(A, sum.Hex);
    }

    [Fact]
    public static void ThatContradictThemselvesAreToldWithBothSums()
    {
        Assert.False(ChecksumFile.Find($"{A}  gaiad\n{B}  gaiad", "/v2/gaiad").IsOk(out _, out var reason));
        Assert.Equal($"the checksum list has 2 different lines for gaiad: sha256:{A}, sha256:{B}", reason);
    }

    [Theory]
    [InlineData("md5", 32, true)]
    [InlineData("sha1", 40, true)]
    [InlineData("sha256", 64, false)]
    [InlineData("sha512", 128, false)]
    public static void HaveSumsOfFourKinds(string kind, int digits, bool isWeak)
    {
        var hex = new string('A', digits);

        Assert.True(Checksum.Parse(hex).IsOk(out var bare, out _));
        Assert.True(Checksum.Parse($" {kind.ToUpperInvariant()} : {hex} ").IsOk(out var named, out _));
        Assert.Equal(named, bare);
        Assert.Equal(($"{kind}:{hex.ToLowerInvariant()}", isWeak), (bare.ToString(), bare.IsWeak));
        Assert.True(bare.Matches(Enumerable.Repeat((byte)0xaa, digits / 2).ToArray()));
        Assert.False(bare.Matches(Enumerable.Repeat((byte)0xab, digits / 2).ToArray()));
    }

    [Theory]
    [InlineData("abc", "the checksum \"abc\" has 3 characters; md5 has 32, sha1 40, sha256 64, sha512 128")]
    [InlineData("crc32:00", "the checksum \"crc32:00\" is of an unknown kind; known are sha256, sha512, sha1 and md5")]
    [InlineData("sha1:00", "the checksum \"sha1:00\" is not 40 hexadecimal digits")]
    [InlineData(
        "md5:0123456789abcdef0123456789abcdeg", "the checksum \"md5:0123456789abcdef0123456789abcdeg\" is not 32 hexadecimal digits")]
    [InlineData(
        ":0123456789abcdef0123456789abcdef",
        "the checksum \":0123456789abcdef0123456789abcdef\" is of an unknown kind; known are sha256, sha512, sha1 and md5")]
    public static void HaveNoOthers(string text, string why)
    {
        Assert.False(Checksum.Parse(text).IsOk(out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData("SHA2-256", 64, "sha256")]
    [InlineData("SHA2-512", 128, "sha512")]
    [InlineData("SHA512", 128, "sha512")]
    public static void AreOfTheKindThatTheirLinesName(string word, int digits, string kind)
    {
        var hex = new string('a', digits);

        var list = $"{word} (a (1)=b.zip) = {hex}\n{word} (x) = {hex}";

        Assert.True(ChecksumFile.Find(list, "/a (1)=b.zip").IsOk(out var sum, out var reason), reason);
        Assert.Equal($"{kind}:{hex}", sum.ToString());
    }

    [Theory]
    [InlineData("SHA256 )x( = ")]
    [InlineData("(x) = ")]
    [InlineData("SHA256 = (x) ")]
    public static void HaveNoOtherOrderOfMarks(string start) => Assert.False(
        ChecksumFile.Find($"{start}{A}\n{B}  y", "/x").IsOk(out _, out _));

    [Theory]
    [InlineData(9_999, true)]
    [InlineData(10_000, false)]
    public static void AreReadUpToTenThousandLines(int before, bool isFound) => Assert.Equal(
        isFound, ChecksumFile.Find(string.Concat(Enumerable.Repeat("#\n\n", before)) + $"{A}  gaiad\n", "/gaiad").IsOk(out _, out _));

    [Theory]
    [InlineData(0, "it has 0 others")]
    [InlineData(1, "it has 1 other")]
    [InlineData(2, "it has 2 others")]
    public static void CountWhatElseTheyHave(int others, string count)
    {
        var list = string.Concat(Enumerable.Range(0, others).Select(i => $"{A}  other{i}\n"));

        Assert.False(ChecksumFile.Find($"# sums\n{list}", "/v2/gaiad").IsOk(out _, out var reason));
        Assert.Equal($"the checksum list has no line for gaiad; {count}", reason);
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
