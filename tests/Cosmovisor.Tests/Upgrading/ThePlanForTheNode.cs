using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>A scheduled version adds its stores only where the plan file has its name and the height of the first block it makes.</summary>
public sealed class ThePlanForTheNode : IDisposable
{
    private readonly TemporaryHome _temporary = new TemporaryHome().With("../data");

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("""{"name":"v1","height":50}""")]
    [InlineData("""{"name":"v2","height":101}""")] // of an upgrade that was taken back, and is scheduled anew
    [InlineData("""{"name":"v2","height":200}""")] // a tool's: up to SDK 0.47 the node makes the block of its halt height
    public void HasTheHeightOfTheFirstBlockWhateverLayThere(string? before)
    {
        Write(before);

        Leave("v2");

        Assert.Equal(("v2", 201), (Read().Name, Read().Height));
    }

    [Fact]
    public void KeepsWhatItSaysBesides()
    {
        Write("""{"name":"V2","height":101,"info":"of the chain"}""");

        Leave("v2");

        Assert.Equal(("V2", 201, "of the chain"), (Read().Name, Read().Height, Read().Info));
    }

    [Fact]
    public void StaysAsItIsWhereItsHeightIsRight()
    {
        const string Chains = """{ "name":"v2","height":"201" }""";
        Write(Chains);

        Leave("v2");

        Assert.Equal(Chains, File.ReadAllText(_temporary.Home.PlanFile));
    }

    private void Leave(string name) => new PlanForTheNode(_temporary.Home.Data, new CollectedLog()).Leave(
        UpgradePlan.Create(name, 200, "").IsOk(out var plan, out var reason) ? plan : throw new ArgumentException(reason, nameof(name)), 201);

    private void Write(string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(_temporary.Home.PlanFile, text);
        }
    }

    private UpgradePlan Read() => PlanFileOnDisk.Read(_temporary.Home.PlanFile).IsOk(out var plan, out var reason) ? plan
        : throw new InvalidOperationException(reason);
}
