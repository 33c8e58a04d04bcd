using System.Text;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl look-ahead</c>: asks the chain what comes, now, and shows what was found.</summary>
internal static class LookAheadCommand
{
    /// <param name="looking">The look.</param>
    /// <param name="asJson">As <c>outlook.json</c> has it.</param>
    /// <param name="output">The operator.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>0 when what comes is ready, or nothing comes; 1 when it needs a human.</returns>
    public static async Task<int> RunAsync(Looking looking, bool asJson, TextWriter output, CancellationToken ct)
    {
        var outlook = await looking.RunAsync(ct);
        await output.WriteAsync(asJson ? $"{Encoding.UTF8.GetString(OutlookText.Write(outlook))}\n" : OutlookScreen.Of(outlook));
        return outlook.Trouble is not null || outlook.Plans.Any(plan => plan.IsPrepared && plan.Ready == Readiness.No) ? 1 : 0;
    }
}
