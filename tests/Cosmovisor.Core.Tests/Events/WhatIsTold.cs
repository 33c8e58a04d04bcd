using System.Text;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Events;

/// <summary>
/// Every happening as the log, a terminal and <c>events.jsonl</c> have it: whole, and with all left out that may be missing. Operators
/// search for these words, and programs read these fields. After a change that is meant: <c>APPROVE=1</c>, and look at the difference.
/// </summary>
public static class WhatIsTold
{
    // Form and time, which are the same in each.
    private static readonly int Head = """{"version":1,"at":"2026-11-28T12:00:00.000Z",""".Length;

    [Fact]
    public static void IsApproved()
    {
        var told = string.Concat(AllHappenings.Cases.Select(type =>
        {
            var (whole, sparse) = (Told(AllHappenings.Sample(type)), Told(AllHappenings.SparseSample(type)));
            return $"{type.Name}\n{whole}{(sparse == whole ? "" : sparse)}";
        }));
        var path = Repository.In("tests", "Cosmovisor.Core.Tests", "Events", "WhatIsTold.approved.txt");

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, told);
        }

        Assert.Equal(File.ReadAllText(path), told);
    }

    private static string Told(Happening happening)
    {
        var text = new StringBuilder($"  {(happening.Kind.IsLogged ? "" : "not logged: ")}")
            .Append(LogText.Line(AllHappenings.Noon, happening.Level, happening.Words, happening.LogFacts).TrimEnd('\n')).Append('\n');
        _ = happening.OnTheTerminal is { } words ? text.Append($"  terminal: {words}\n") : text;
        _ = EventLine.Of(happening, AllHappenings.Noon) is { } line ? text.Append("  {").Append(Encoding.UTF8.GetString(line)[Head..]) : text;
        return text.ToString();
    }
}
