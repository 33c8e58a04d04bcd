namespace Cosmovisor.Mutation;

/// <summary>Which test reaches which mutant.</summary>
/// <param name="Early">Reached when the classes were first used, before any test: they may be read only once in a process.</param>
/// <param name="Tests">In the order in which they are always found.</param>
internal sealed record Coverage(IReadOnlyList<int> Early, IReadOnlyList<Covered> Tests);

/// <param name="Name">Class, method and arguments.</param>
/// <param name="Milliseconds">Of processor time: on a busy machine it stays the same.</param>
/// <param name="Failure">What it says without a mutant; such a test tells nothing of one.</param>
/// <param name="Mutants">Reached.</param>
internal sealed record Covered(string Name, double Milliseconds, string? Failure, IReadOnlyList<int> Mutants);
