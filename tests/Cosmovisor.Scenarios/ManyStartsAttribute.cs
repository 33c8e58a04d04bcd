using System.Reflection;
using Xunit;
using Xunit.v3;

namespace Cosmovisor.Tests;

/// <summary>
/// Scenarios that take long on this build, where each start of a program costs many times as much as on the published executable.
/// They run there, and here when <c>ALL_SCENARIOS</c> is set.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ManyStartsAttribute : BeforeAfterTestAttribute
{
    private static readonly bool All = Environment.GetEnvironmentVariable("ALL_SCENARIOS") is { Length: > 0 };

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Assert.SkipUnless(Executable.IsNative || All, "takes long on this build: ./build scenarios, or ALL_SCENARIOS=1");
}
