using CsCheck;
using Xunit;

namespace Cosmovisor.Plans;

/// <summary>What <c>add-batch-upgrade</c> is given.</summary>
public static class UpgradeBatches
{
    [Theory]
    [InlineData("v2:/bin/v2:10", "v2 /bin/v2 10")]
    [InlineData("v2:/bin/v2:10,v3:./v3:20", "v2 /bin/v2 10|v3 ./v3 20")]
    [InlineData(" v2 : /bin/v2 : 10 ,", "v2 /bin/v2 10")]
    [InlineData("v2:/odd:path/v2:10", "v2 /odd:path/v2 10")]
    public static void AreReadFromAList(string list, string expected) => Assert.Equal(expected, Shown(UpgradeBatch.FromList(list)));

    [Fact]
    public static void OfTriplesMayHaveCommasInTheirPaths() =>
        Assert.Equal("v2 /a,b 10|v3 /c 20", Shown(UpgradeBatch.FromTriples(["v2:/a,b:10", "v3:/c:20"])));

    [Theory]
    [InlineData("v2,/bin/v2,10\n", "v2 /bin/v2 10")]
    [InlineData("v2,/bin/v2,10\r\nv3,/bin/v3,20\r\n", "v2 /bin/v2 10|v3 /bin/v3 20")]
    [InlineData("\n v2, /bin/v2, 10\n\n", "v2 /bin/v2 10")]
    [InlineData("\"v2\",\"/odd,\"\"path\"\"\",\"10\"", "v2 /odd,\"path\" 10")]
    [InlineData("\uFEFFv2,/bin/v2,10", "v2 /bin/v2 10")]
    [InlineData("""[{"name":"v2","path":"/bin/v2","height":10},{"name":"v3","height":"20"}]""", "v2 /bin/v2 10|v3  20")]
    [InlineData(""" [ {"Name":"v2","path":"/bin/v2","Height":10} ] """, "v2 /bin/v2 10")]
    public static void AreReadFromAFile(string text, string expected) => Assert.Equal(expected, Shown(UpgradeBatch.FromFile(text)));

    [Theory]
    [InlineData("v2", "the upgrade at position 1 is wrong: \"v2\" is not name:path:height")]
    [InlineData("v2:10", "the upgrade at position 1 is wrong: \"v2:10\" is not name:path:height")]
    [InlineData("v2:/a:10,v3:/b:x", "the upgrade at position 2 is wrong: \"x\" is not a height; a height is a whole number of 1 or more")]
    [InlineData(
        "v2:/a:0,v3:/b:-1",
        "the upgrade at position 1 is wrong: \"0\" is not a height; a height is a whole number of 1 or more\nthe upgrade at position 2 is wrong: \"-1\" is not a height; a height is a whole number of 1 or more")]
    [InlineData("..:/a:10", "the upgrade at position 1 is wrong: the upgrade name \"..\" would be a folder outside upgrades/")]
    [InlineData(
        ":/a:10,b::20",
        "the upgrade at position 1 is wrong: it has no name\nthe upgrade at position 2 is wrong: it has no path of a binary")]
    [InlineData("", "it names no upgrade")]
    public static void TellAllThatIsWrongByPosition(string list, string expected) =>
        Assert.Equal(expected, Reason(UpgradeBatch.FromList(list)));

    [Theory]
    [InlineData("v2,/a\n", "the upgrade at position 1 is wrong: it has 2 fields, and needs three: name,path,height")]
    [InlineData(
        "name,path,height\nv2,/a,10",
        "the upgrade at position 1 is wrong: \"height\" is not a height; a height is a whole number of 1 or more")]
    [InlineData("v2,\"/a,10", "line 1 has a quoted field that does not end, or goes on behind its closing quote")]
    [InlineData("v2,/a,10\nv3,\"/b\"c,20", "line 2 has a quoted field that does not end, or goes on behind its closing quote")]
    [InlineData("[1]", "the upgrade at position 1 is wrong: it has no name")]
    [InlineData("""[{"name":"v2","path":7,"height":10}]""", "the upgrade at position 1 is wrong: its path is not text")]
    [InlineData("""[{"name":"v2","path":"\ud800","height":10}]""", "the upgrade at position 1 is wrong: its path is not text")]
    [InlineData("[]", "it names no upgrade")]
    [InlineData("", "it names no upgrade")]
    public static void TellWhatIsWrongWithAFile(string text, string expected) =>
        Assert.Equal(expected, Reason(UpgradeBatch.FromFile(text)));

    [Theory]
    [InlineData("""[{"name":"v2","PATH":"/bin/v2","height":10}]""", "/bin/v2", null)]
    [InlineData("""[{"name":"v2","time":"0001-01-01T00:00:00Z","height":10,"info":"","upgraded_client_state":null}]""", null, null)]
    [InlineData("""[{"name":"v2","binary":"/bin/v2","height":10,"comment":""}]""", null, "\"binary\", \"comment\"")]
    [InlineData("""[{"name":"v2","\ud800":"/bin/v2","height":10}]""", null, "\"?\"")]
    public static void TellWhatOfAnEntryMeansNothing(string text, string? path, string? unread)
    {
        Assert.True(UpgradeBatch.FromFile(text).IsOk(out var all, out var reason), reason);
        Assert.Equal((path, unread), (all[0].Binary, all[0].Unread));
    }

    [Fact]
    public static void ThatAreNotWholeJsonAreToldSo() =>
        Assert.StartsWith("it is not complete JSON (", Reason(UpgradeBatch.FromFile("[{")), StringComparison.Ordinal);

    [Fact]
    public static void NeverThrow() => Gen.String[Gen.Char["ab,:\"\n\r[]{}1 \uFEFF"], 0, 40].Sample(text =>
        Answer.IsWhole(UpgradeBatch.FromFile(text)) && Answer.IsWhole(UpgradeBatch.FromList(text)));

    [Fact]
    public static void ReadWhateverWasQuoted() => Gen.String[Gen.Char["ab,:\"\n\r 1"], 1, 20].Array[1, 5].Sample(fields =>
    {
        var text = string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        return CsvText.Rows(text + "\r\n").IsOk(out var rows, out _)
            && (rows is [var row] ? row.SequenceEqual(fields) : fields is [var only] && only.Trim().Length == 0);
    });

    private static string Shown(Parsed<IReadOnlyList<ManualUpgrade>> batch) =>
        batch.IsOk(out var all, out var reason) ? string.Join('|', all.Select(one => $"{one.Plan.Name} {one.Binary} {one.Plan.Height}"))
            : throw new Xunit.Sdk.XunitException(reason);

    private static string? Reason(Parsed<IReadOnlyList<ManualUpgrade>> batch) => batch.IsOk(out _, out var reason) ? null : reason;
}
