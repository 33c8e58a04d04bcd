namespace Cosmovisor.Demo;

/// <summary>The show did not go as it must; says what was expected and what happened.</summary>
internal sealed class ExpectationException(string message) : Exception(message);

internal static class Expect
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ExpectationException(otherwise);
        }
    }
}
