namespace Cosmovisor.Demo;

/// <summary>A moment of the story.</summary>
/// <param name="At">When.</param>
/// <param name="IsCosmovisors">From cosmovisor's log; otherwise from the node's output.</param>
/// <param name="Text">In plain words.</param>
internal sealed record Moment(DateTimeOffset At, bool IsCosmovisors, string Text);

/// <summary>cosmovisor's log in plain words, with what the node said in between.</summary>
internal static class Timeline
{
    // What the operator's tool has written before is no part of it.
    private const string Begins = "supervisor started";

    public static IReadOnlyList<Moment> Of(OwnLog log, IEnumerable<(DateTimeOffset At, string Text)> node) =>
    [
        .. log.Lines.SkipWhile(line => !line.Text.StartsWith(Begins, StringComparison.Ordinal)).Select(
            line => (line.At, Text: Told(line))).Where(told => told.Text.Length > 0).Select(told => new Moment(told.At, true, told.Text))
            .Concat(node.Select(said => new Moment(said.At, false, said.Text)))
            .OrderBy(moment => moment.At),
    ];

    // What has no translation is shown in its own words rather than left out.
    private static string Told(OwnLogLine line) => line.Text switch
    {
        "daemon started" => $"starts the node in {line["version"]} (pid {line["pid"]})",
        "the node announces an upgrade; it is carried out when the node halts" =>
            $"reads the announcement: {line["plan"]} at height {line["height"]}",
        "the node wrote its plan file" => $"finds the plan file that the node has left in data/ for {line["plan"]}",
        "the node has halted for an upgrade" => $"reads that the node has halted for {line["plan"]}",
        "upgrade begins" => $"begins the upgrade from {line["from"]} to {line["plan"]}",
        "backup begins" or "backup done" or "an upgrade is due" => "", // the lines beside them tell more
        "step done" => Step(line),
        "stopping the daemon" => $"asks the node to end with TERM (pid {line["pid"]}), and would wait {line["grace"]} before KILL",
        "upgrade done" => $"has done the upgrade, in {line["took"]}",
        "signal passed on" => $"passes {line["signal"]} on to the node",
        "ending" => $"ends with {line["code"]}",
        var text when text.StartsWith(Begins, StringComparison.Ordinal) => "starts",
        var text when text.StartsWith("daemon ", StringComparison.Ordinal) => $"sees that the node {text["daemon ".Length..]}",
        var text => text,
    };

    private static string Step(OwnLogLine line) => line["step"] switch
    {
        "Stage" => $"has found that the binary of {line["plan"]} is there and can be run",
        "Backup" => $"has copied the data, in {line["took"]}",
        "Switch" => $"has pointed current to {line["plan"]}",
        _ => "", // the end of the node is told by its own line, and this operator has no script
    };
}
