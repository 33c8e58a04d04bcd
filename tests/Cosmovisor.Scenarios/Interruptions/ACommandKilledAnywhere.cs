using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// A command that leaves a file for the supervisor dies, or its disk fails, at any change of the disk: the file is there whole or as it
/// was, and the same command does the rest.
/// </summary>
public static class ACommandKilledAnywhere
{
    private static readonly string[] Harms = ["before", "after", "28", "5", "30"]; // killed; ENOSPC, EIO, EROFS
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Theory]
    [InlineData("hold window --for 10m --why test", 4)]
    [InlineData("release window", 1)]
    [InlineData("upgrade v2 --now", 4)]
    [InlineData("upgrade v2 --cancel", 2)]
    public static void LeavesItsFileWholeOrAsItWas(string command, int fewest)
    {
        using var killer = Killer.Build();
        var words = command.Split(' ');
        var points = Count(killer, words);
        Assert.True(points >= fewest, $"only {points} changes of a disk were counted");
        var refused = 0;

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in Harms select (Call: call, How: how)],
            harm => $"{harm.How} at change {harm.Call} of {points}",
            () => new CommandsFile(Folder, words),
            (file, harm, when) =>
            {
                var end = killer.StrikeCommand(
                    file.Home, harm.Call, harm.How, (harm.Call * Harms.Length) + Array.IndexOf(Harms, harm.How), words);
                file.IsWhole(when);

                if (harm.How is not ("before" or "after"))
                {
                    Assert.True(end.Code is 0 or 1, $"{when}: ended with {end.Code}: {end.Output}{end.Error}");
                    Assert.True(end.Code == 0 || (end.Output + end.Error).Length > 0, $"{when}: nothing was said");
                    Assert.True(end.Code != 0 || file.IsAsCommanded, $"{when}: it says that it is done: {end.Output}");
                    _ = end.Code == 1 ? Interlocked.Increment(ref refused) : 0;
                }

                Assert.True(file.IsAsCommanded || file.Home.Ctl(words) is { Code: 0 }, $"{when}: the same command does not do it either");
                file.IsHeard(when);
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {refused} refusals");
        Assert.True(refused > 0, "no fault of a disk was ever told");
    }

    private static int Count(Killer killer, string[] words)
    {
        using var file = new CommandsFile(Folder, words);
        var points = killer.CountOfCommand(file.Home, id: 0, words);
        file.IsHeard("without any harm");
        return points;
    }
}
