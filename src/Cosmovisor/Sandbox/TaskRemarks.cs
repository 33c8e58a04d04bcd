using Cosmovisor.Events;
using Cosmovisor.Logging;

namespace Cosmovisor.Sandbox;

/// <summary>Writes into our log what the child of a task had to say.</summary>
internal static class TaskRemarks
{
    // A remark has a handful; what has more is not a remark of ours.
    private const int MostFields = 16;

    public static void WriteTo(this TaskRemark remark, INews news)
    {
        var facts = new (string Name, object? Value)[Math.Min(MostFields, remark.Fields.Count) / 2];

        for (var i = 0; i < facts.Length; i++)
        {
            facts[i] = (ForeignWords.Plain(remark.Fields[2 * i]), ForeignWords.Plain(remark.Fields[(2 * i) + 1]));
        }

        news.Tell(new Happening.ChildSaid(remark.Level is LogLevel.Debug or LogLevel.Info
            ? remark.Level : LogLevel.Warning, ForeignWords.Plain(remark.Message), facts)
        { OfEvent = remark.Event });
    }
}
