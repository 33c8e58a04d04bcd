using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>cosmovisorctl upgrade NAME --dry-run [--json]</c>: what an upgrade would do here, and what stands in its way. Nothing is changed.
/// </summary>
/// <param name="home">Whose node.</param>
/// <param name="looking">Looks, and fetches nothing.</param>
/// <param name="facts">What the steps would meet.</param>
/// <param name="news">Of records that cannot be read.</param>
/// <param name="output">The operator.</param>
internal sealed class DryRunCommand(DaemonHome home, Looking looking, DryRunFacts facts, INews news, TextWriter output)
{
    /// <param name="name">The upgrade's.</param>
    /// <param name="asJson">For programs.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>0 when the upgrade is possible, 2 when it is not.</returns>
    /// <exception cref="RefusedException">It is not a name of an upgrade.</exception>
    public async Task<int> RunAsync(string name, bool asJson, CancellationToken ct)
    {
        if (UpgradeName.WhatIsWrong(name) is { } wrong)
        {
            throw new RefusedException(wrong) { ExitCode = ExitCodes.Usage };
        }

        var (coming, report) = await looking.ExaminePlanAsync(name, ct);
        var dryRun = DryRun.Of(facts.Of(name, coming), report, Refusals(name));
        await output.WriteAsync(asJson ? $"{dryRun.Json()}\n" : dryRun.Screen());
        return dryRun.ExitCode();
    }

    private string[] Refusals(string name) => new JournalFile(home, news).Peek() is { Plan.Name: var other } && !other.Equals(
        name, StringComparison.OrdinalIgnoreCase)
        ? [$"the upgrade \"{other}\" is not over: cosmovisorctl history shows where it is"]
        : [];
}
