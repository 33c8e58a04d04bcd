using System.Text;
using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Tests.Detection;

/// <summary>Output as the pump hands it over, and what is made of it.</summary>
internal static class Watched
{
    public static byte[] Output(params IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    public static IReadOnlyList<Observation> InOnePiece(byte[] output) => InPieces(output, [output.Length]);

    /// <summary>The sizes are used in turn, and again from the first, until the output ends.</summary>
    public static IReadOnlyList<Observation> InPieces(byte[] output, IReadOnlyList<int> sizes, bool heights = false)
    {
        var seen = new List<Observation>();
        var scanner = new OutputScanner(seen.Add, heights);

        for (int at = 0, piece = 0; at < output.Length; piece++)
        {
            var size = Math.Min(sizes[piece % sizes.Count], output.Length - at);
            scanner.Scan(output.AsSpan(at, size));
            at += size;
        }

        scanner.End();
        return seen;
    }

    public static IReadOnlyList<Observation> InTwoPieces(byte[] output, int cut)
    {
        var seen = new List<Observation>();
        var scanner = new OutputScanner(seen.Add);

        scanner.Scan(output.AsSpan(0, cut));
        scanner.Scan(output.AsSpan(cut));
        scanner.End();
        return seen;
    }

    public static Observation? Line(string line) => LogLine.Read(Encoding.UTF8.GetBytes(line));

    /// <summary>
    /// The first decision that is not to keep running; null when the daemon runs on. Of an upgrade only the plan: how sure it is, is asked
    /// of <see cref="Decision"/> itself.
    /// </summary>
    public static Decision? Decide(Knowledge known, params IEnumerable<Observation> seen) =>
        FirstOf(known, seen) switch
        {
            Decision.Upgrade { Plan: var plan } => new Decision.Upgrade(plan),
            var decision => decision,
        };

    /// <summary>The same, whole.</summary>
    public static Decision? FirstOf(Knowledge known, params IEnumerable<Observation> seen)
    {
        foreach (var observation in seen)
        {
            (known, var decision) = UpgradeDetector.Observe(known, observation);
            if (decision is not Decision.KeepRunning)
            {
                return decision;
            }
        }

        return null;
    }

    public static UpgradePlan Plan(string name, long height = 100, string info = "") =>
        UpgradePlan.Create(name, height, info).IsOk(out var plan, out var reason) ? plan
            : throw new ArgumentException(reason, nameof(name));

    public static Knowledge Genesis(params string[] arguments) => new(Running: null, SkipHeights.FromArguments(arguments));

    public static Observation Exit(int code) => new Observation.DaemonExited(new DaemonEnd.Exited(code));
}
