using System.Text;

namespace Cosmovisor.LookAhead;

/// <summary>An outlook for people: a line for the node, and a few for each upgrade.</summary>
internal static class OutlookScreen
{
    public static string Of(Outlook outlook)
    {
        var screen = new StringBuilder();
        _ = screen.AppendLine(NodeLine(outlook.Node));

        if (outlook.Trouble is { } trouble)
        {
            _ = screen.AppendLine($"not known: {ForeignText.Printable(trouble, 1000)}");
        }

        if (outlook.Plans.Count == 0)
        {
            _ = screen.AppendLine("no upgrade is coming");
        }

        foreach (var plan in outlook.Plans)
        {
            _ = screen.AppendLine(PlanLine(plan));

            foreach (var check in plan.Checks.Where(check => check.Result != CheckResult.Ok))
            {
                _ = screen.AppendLine($"  {check.Result.ToString().ToLowerInvariant()}: {ForeignText.Printable(check.Says, 1000)}");
                _ = check.Todo is { } todo ? screen.AppendLine($"    {todo}") : screen;
            }
        }

        return screen.ToString();
    }

    public static string NodeLine(OutlookNode node) => node.Height is not { } height ? "the node does not answer"
        : $"{ForeignText.Printable(node.ChainId ?? "")}: height {height}{(node.SecondsPerBlock is { } pace ? $", {pace:0.##} s a block" : "")}{(node.CatchingUp == true ? ", catching up" : "")}{(node.IsForeign ? $" (as {node.Rpc} says; this home's node does not answer)" : "")}";

    public static string PlanLine(ComingPlan plan)
    {
        var when = plan.IsOver || plan.BlocksLeft is not { } left ? "" : $", in {left} blocks{(plan.Eta is { } eta ? $", about {eta:yyyy-MM-dd HH:mm} UTC" : "")}";
        var vote = plan is { Status: PlanStatus.Voting, VotingEnds: { } ends }
            ? $", proposal {plan.Proposal}, voting ends {ends:yyyy-MM-dd HH:mm} UTC" : "";
        var cancel = plan.CancelProposal is { } proposal
            ? $"; proposal {proposal} would cancel it" : "";
        var ready = plan.IsPrepared
            ? plan.Ready switch { Readiness.Yes => ": ready", Readiness.No => ": not ready", _ => ": readiness not known" } : "";
        return $"{ForeignText.Printable(plan.Name)} at height {plan.Height}: {plan.Status.ToString().ToLowerInvariant()}{when}{vote}{cancel}{ready}";
    }
}
