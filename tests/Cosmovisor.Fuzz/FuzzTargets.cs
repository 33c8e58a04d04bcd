using Cosmovisor.Fuzz.Targets;

namespace Cosmovisor.Fuzz;

/// <summary>Every parser of foreign text or bytes, by name, with what must hold of it whatever it is given.</summary>
/// <remarks>
/// A target throws where it does not hold. <c>bench/fuzz</c> looks for such bytes; the corpus keeps those that were found.
/// </remarks>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new[]
    {
        OfPlans.All, OfOutput.All, OfTheChain.All, OfFiles.All, OfLinks.All, OfBooks.All, OfTheFleet.All, OfSettings.All,
    }.SelectMany(targets => targets).ToDictionary(StringComparer.Ordinal);
}
