namespace Cosmovisor.Tests;

/// <summary>The documents of this repository, so that what they tell an operator to do is what is tested.</summary>
internal static class Handbook
{
    /// <summary>The first block of shell in a document.</summary>
    public static string Script(string document) =>
        string.Join(
            '\n',
            File.ReadAllLines(Repository.In(document)).SkipWhile(line => line != "```sh").Skip(1).TakeWhile(line => line != "```")) + "\n";
}
