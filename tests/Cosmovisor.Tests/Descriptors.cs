using Xunit;

namespace Cosmovisor.Tests;

/// <summary>
/// Tests with pipes and processes of our own. One at a time: a program that another test starts between pipe(2) and its close-on-exec mark
/// would hold the pipe open, and descriptors are counted here.
/// </summary>
[CollectionDefinition(Alone, DisableParallelization = true)]
public static class Descriptors
{
    public const string Alone = "descriptors";

    public static int Count => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
