namespace Cosmovisor.Tests.Supervision;

/// <summary>What a daemon's script says when its chain asks for an upgrade.</summary>
internal static class Sentences
{
    /// <summary>Shell lines: the announcement, and the panic that stops the blocks.</summary>
    public static string Halt(string plan) =>
        $$"""
        echo 'UPGRADE "{{plan}}" NEEDED at height: 49: {}'
        echo 'panic: UPGRADE "{{plan}}" NEEDED at height: 49: {}'
        """;
}
