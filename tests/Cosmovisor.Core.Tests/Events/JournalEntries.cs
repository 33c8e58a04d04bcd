using System.Buffers.Binary;
using System.Text;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Events;

public static class JournalEntries
{
    private const int WhatTheKernelTakes = 212_992; // net.core.wmem_default

    [Fact]
    public static void HaveTheWordsAsMessageAndTheFactsAsFields()
    {
        var entry = JournalEntry.Of(new Happening.LogLost("/run/x", "it is away"));

        Assert.Equal(
            [
                ("MESSAGE", "the log /run/x cannot be written (it is away): the node runs, and what cosmovisor does is not logged"), (
                    "PRIORITY", "3"),
                ("SYSLOG_IDENTIFIER", "cosmovisor"), ("EVENT", "log-lost"), ("COSMOVISOR_FILE", "/run/x"), (
                    "COSMOVISOR_REASON", "it is away"),
            ],
            Fields(entry));
    }

    [Fact]
    public static void NamePlanHeightAndStepPlainly() =>
        Assert.Equal(
            [("MESSAGE", "upgrade begins plan=v2 height=7 step=Stage shutdown_grace=1s"), ("PRIORITY", "6"), (
                "SYSLOG_IDENTIFIER", "cosmovisor"),
                ("PLAN", "v2"), ("HEIGHT", "7"), ("STEP", "Stage"), ("COSMOVISOR_SHUTDOWN_GRACE", "1s")],
            Fields(JournalEntry.Of(LogLevel.Info, "upgrade begins", ("plan", "v2"), ("height", 7L), ("step", "Stage"),
                ("nothing", null), ("shutdown_grace", TimeSpan.FromSeconds(1)))));

    [Theory]
    [InlineData("a\nPRIORITY=0")]
    [InlineData("\n")]
    [InlineData("é\n\nEVENT=upgrade-done\n")]
    public static void OfSeveralLinesCannotForgeAField(string info)
    {
        var fields = Fields(JournalEntry.Of(LogLevel.Warning, "says", ("info", info)));

        Assert.Equal(["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "COSMOVISOR_INFO"], fields.Select(field => field.Name));
        Assert.Equal(info, fields[3].Value);
        Assert.DoesNotContain('\n', fields[0].Value);
        Assert.Equal("4", fields[1].Value);
    }

    [Fact]
    public static void TellNoSecretOfALink() =>
        Assert.All(
            Fields(JournalEntry.Of(LogLevel.Info, "fetched", ("link", "https://me:word@x.org/f?token=word"))),
            field => Assert.DoesNotContain("word", field.Value, StringComparison.Ordinal));

    [Fact]
    public static void FitIntoOneDatagramWhateverAChainWrites()
    {
        var info = new string('é', 300_000);

        var entry = JournalEntry.Of(LogLevel.Info, info, [.. Enumerable.Range(0, 40).Select(i => ($"fact{i}", (object?)info))]);

        Assert.True(entry.Length < WhatTheKernelTakes, $"{entry.Length} bytes");
        Assert.EndsWith("é… (cut; 600000 bytes in all)", Fields(entry)[3].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8:123", true)]
    [InlineData("8:124", false)]
    [InlineData("9:123", false)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("8", false)]
    [InlineData("8:123:4", false)]
    [InlineData("8: 123", false)]
    [InlineData("-8:123", false)]
    public static void GoToAStreamThatTheJournalReads(string? variable, bool isRead) =>
        Assert.Equal(isRead, SyslogPriority.IsJournalStream(variable, 8, 123));

    private static List<(string Name, string Value)> Fields(byte[] entry)
    {
        var fields = new List<(string, string)>();

        for (var rest = entry.AsSpan(); rest.Length > 0;)
        {
            var end = rest.IndexOfAny((byte)'=', (byte)'\n');
            var name = Encoding.UTF8.GetString(rest[..end]);
            var start = rest[end] == '=' ? end + 1 : end + 1 + sizeof(ulong);
            var length = rest[end] == '=' ? rest[start..].IndexOf((byte)'\n')
                : (int)BinaryPrimitives.ReadUInt64LittleEndian(rest[(end + 1)..]);
            fields.Add((name, Encoding.UTF8.GetString(rest.Slice(start, length))));
            Assert.Equal((byte)'\n', rest[start + length]);
            rest = rest[(start + length + 1)..];
        }

        return fields;
    }
}
