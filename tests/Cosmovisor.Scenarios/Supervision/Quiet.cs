using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Scenarios that count time or load run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Quiet
{
    public const string Name = "quiet";
}
