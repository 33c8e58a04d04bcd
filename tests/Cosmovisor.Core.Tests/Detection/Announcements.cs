using Cosmovisor.Detection;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class Announcements
{
    [Theory]
    [InlineData("UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("E[2021-01-02|03:04:05.678] UPGRADE \"v2\" NEEDED at height: 100: go             module=x/upgrade ")]
    [InlineData("\e[31mE\e[0m[2021-01-02|03:04:05.678] UPGRADE \"v2\" NEEDED at height: 100: go \e[31mmodule\e[0m=x/upgrade")]
    [InlineData("\e[90m1:00PM\e[0m \e[1m\e[31mERR\e[0m\e[0m UPGRADE \"v2\" NEEDED at height: 100: go \e[36mmodule=\e[0mserver")]
    [InlineData("\e]0;gaiad\a1:00PM ERR \e(B\e[mUPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("1:00PM ERR UPGRADE \"v2\" NEEDED at height: 100: go module=x/upgrade height=99")]
    [InlineData("01:00 ERR UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("ERROR: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("[ERROR] UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("<error> UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("2021/01/02 03:04:05 UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("[2021-01-02 03:04:05.678] error UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("2021-01-02 03:04:05.678 +0000 UTC ERROR UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("Sat, Jan 2 2021 3:04 PM CET FATAL UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("ERRO[0012] UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("Jun  7 11:28:40 query-node-us-east1-0 cosmovisor[245614]: 11:28AM ERR UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("2021-06-07T11:28:40.123456+00:00 host gaiad[1]: UPGRADE \"v2\" NEEDED at height: 100: go")]
    [InlineData("{\"level\":\"error\",\"time\":\"2021-03-24T20:33:13Z\",\"message\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\"}")]
    [InlineData("{ \"module\": { \"a\": [1, {}] }, \"_msg\": \"UPGRADE \\u0022v2\\u0022 NEEDED at height: 100: go \" } ")]
    [InlineData(
        "{\"time\":\"2025-01-01T00:00:00Z\",\"level\":\"ERROR\",\"msg\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\",\"module\":\"server\"}")]
    [InlineData("{\"message\":\"failed\",\"error\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\"}")]
    [InlineData("{\"message\":\"first\",\"message\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\"}")]
    [InlineData("time=2025-01-01T00:00:00.000Z level=ERROR msg=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\" module=server")]
    [InlineData("Jun  7 11:28:40 host tag[1]: {\"message\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: go\"}")]
    public static void AreUnderstoodInTheShapeOfEveryLogger(string line) =>
        Assert.Equal([new Observation.Announced(Watched.Plan("v2", 100, "go"))], Watched.InOnePiece(Watched.Output(line)));

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", "")]
    [InlineData("   DownloadData here!", "DownloadData here!")]
    [InlineData(" module=consensus", "")]
    [InlineData(" /app/plan.json", "/app/plan.json")]
    [InlineData(" https://x.io/plan.json?checksum=sha256:ab module=server", "https://x.io/plan.json?checksum=sha256:ab")]
    [InlineData(" Update wasmvm & wasmd to the latest rc3", "Update wasmvm & wasmd to the latest rc3")]
    [InlineData(" say \"hello\" to a=b c module=x", "say \"hello\" to a=b c")]
    [InlineData(" go                       module=x/upgrade err=\"a \\\"b\\\" c\" empty= n=1 ", "go")]
    [InlineData(" {\"binaries\":{\"any\":\"a } b\\\" }\"}} module=server", "{\"binaries\":{\"any\":\"a } b\\\" }\"}}")]
    [InlineData(" {\"a\": \"b=c d=e\"}", "{\"a\": \"b=c d=e\"}")]
    [InlineData(" {\"a\": {} module=server", "{\"a\": {}")]
    [InlineData(" a: b: c", "a: b: c")]
    [InlineData(" unclosed=\"quote", "unclosed=\"quote")]
    public static void KeepTheirInfoAndLoseTheLoggersTail(string behind, string info) =>
        Assert.Equal(
            new Observation.Announced(Watched.Plan("v2", 100, info)),
            Watched.Line("1:00PM ERR UPGRADE \"v2\" NEEDED at height: 100:" + behind));

    [Fact]
    public static void KeepAllOfTheirInfoInAField() =>
        Assert.Equal(
            new Observation.Announced(Watched.Plan("v2", 100, "say a=b module=server")),
            Watched.Line("{\"message\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: say a=b module=server \"}"));

    [Fact]
    public static void AreUnderstoodBesideAFieldOfAnyDepth() =>
        Assert.Equal(
            new Observation.Announced(Watched.Plan("v2")),
            Watched.Line(
                $"{{\"tx\":{new string('[', 5000)}{new string(']', 5000)},\"message\":\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"}}"));

    [Fact]
    public static void MayNameATimeInsteadOfAHeight() =>
        Assert.Equal(
            new Observation.Announced(Watched.Plan("v2", 0, "go")),
            Watched.Line("ERR UPGRADE \"v2\" NEEDED at time: 2021-03-24T20:33:13Z: go module=x"));

    [Theory]
    [InlineData("some spaces")]
    [InlineData("x/token")]
    [InlineData("é\ud83d\ude80")]
    [InlineData("a \"quoted\" name")]
    public static void TakeTheNameAsItStands(string name) =>
        Assert.Equal(new Observation.Announced(Watched.Plan(name)), Watched.Line($"ERR UPGRADE \"{name}\" NEEDED at height: 100: "));

    [Theory]
    [InlineData("UPGRADE \"\" NEEDED at height: 100: ")]
    [InlineData("UPGRADE \"..\" NEEDED at height: 100: ")]
    [InlineData("UPGRADE \"v2\" NEEDED at height: 0: ")]
    [InlineData("UPGRADE \"v2\" NEEDED at height: 9223372036854775808: ")]
    public static void NoPlanCanBeMadeOfAreToldToTheOperator(string line) =>
        Assert.IsType<Observation.Unusable>(Watched.Line(line));

    [Theory]
    [InlineData("UPGRADE \"v2\" NEEDED at height: 100")]
    [InlineData("UPGRADE \"v2\" NEEDED at height: : ")]
    [InlineData("UPGRADE \"v2\" NEEDED at height: -1: ")]
    [InlineData("UPGRADE \"v2\" NEEDED at height: 1.5: ")]
    [InlineData("UPGRADE \"v2\" NEEDED at time: soon: ")]
    [InlineData("UPGRADE \"v2\" NEEDED at time: 5")]
    [InlineData("UPGRADE \"v2\" NEEDED at once: ")]
    [InlineData("UPGRADE \"v2\" NEEDED")]
    [InlineData("UPGRADE \"v2")]
    [InlineData("UPGRADE \"v2\" SKIPPED at 49: ")]
    [InlineData("UPGRADE v2 NEEDED at height: 100: ")]
    [InlineData("UPGRADE ")]
    public static void InOtherWordsAreNone(string line) => Assert.Null(Watched.Line(line));
}
