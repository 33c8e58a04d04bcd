using Cosmovisor.LookAhead;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl doctor [NAME] [--json]</c>: whether the coming upgrade, or one of that name, would succeed here.</summary>
internal static class DoctorCommand
{
    /// <param name="looking">Looks, and fetches nothing.</param>
    /// <param name="name">An upgrade's; null for the next one.</param>
    /// <param name="asJson">For programs.</param>
    /// <param name="output">The operator.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>0 when all is well, 1 with warnings, 2 with problems.</returns>
    public static async Task<int> RunAsync(Looking looking, string? name, bool asJson, TextWriter output, CancellationToken ct)
    {
        var report = await looking.ExamineAsync(name, ct);
        await output.WriteAsync(asJson ? $"{report.Json()}\n" : report.Screen());
        return report.ExitCode();
    }
}
