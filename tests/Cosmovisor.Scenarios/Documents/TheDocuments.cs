using Xunit;

namespace Cosmovisor.Tests.Documents;

/// <summary>
/// Every block of commands in README.md, CONTRIBUTING.md, SECURITY.md and docs/ is run as it stands, or has a reason why not. The blocks
/// of a page that need the same machine are run one after another, as a reader works through the page.
/// </summary>
public static class TheDocuments
{
    private const int RoomsAtATime = 4;

    private static readonly IReadOnlyList<(string Scene, ShellBlock[] Blocks)> Rooms =
    [
        .. from block in ShellBlock.All
           where !Scenes.Omitted.Any(one => one.IsFor(block))
           group block by (block.Page, Scene: SceneOf(block)?.Name ?? Scenes.Usual) into together
           select (together.Key.Scene, together.ToArray()),
    ];

    // Mostly they wait for blocks of the chain: several at a time, begun by the first row.
    private static readonly Lazy<IReadOnlyDictionary<string, Task<string?>>> Findings = new(() => RunAll());

    public static TheoryData<string> Places { get; } = new(Rooms.SelectMany(room => room.Blocks).Select(block => block.Place));

    [Theory]
    [MemberData(nameof(Places))]
    [ManyStarts]
    public static async Task AreRunAsTheyStand(string place)
    {
        Room.Need(Rooms.Single(room => room.Blocks.Any(block => block.Place == place)).Scene);

        if (await Findings.Value[place] is { } finding)
        {
            Assert.Fail(finding);
        }
    }

    [Fact]
    public static void AreMostlyRun() =>
        Assert.True(Scenes.Omitted.Count * 4 < ShellBlock.All.Count, $"{Scenes.Omitted.Count} of {ShellBlock.All.Count} blocks are not run");

    [Fact]
    public static void HaveNoOlderEntriesInTheTables()
    {
        Assert.DoesNotContain(Scenes.All, scene => !ShellBlock.All.Any(scene.IsFor));
        Assert.DoesNotContain(Scenes.Omitted, one => !ShellBlock.All.Any(one.IsFor));
        Assert.DoesNotContain(ShellBlock.All, block => Scenes.Omitted.Any(one => one.IsFor(block)) && SceneOf(block) is not null);
    }

    /// <summary>A block of text is a picture or a synopsis. The commands' own pages have these.</summary>
    [Fact]
    public static void CallABlockOfCommandsOne() => Assert.Empty(
        from block in ShellBlock.Others
        where block.Language is "" or "text" && !block.Page.StartsWith("docs/commands/", StringComparison.Ordinal)
        from line in block.Text.Split('\n')
        where line.Split(' ')[0].TrimStart('$') is "cosmovisor" or "cosmovisorctl" or "cosmovisor-agent" or "systemctl" or "sudo" or "curl" or ""
            && line.TrimStart('$').TrimStart().Length > 0 && !line.StartsWith(' ')
        select $"{block.Place}: {line}");

    private static Dictionary<string, Task<string?>> RunAll()
    {
        var findings = ShellBlock.All.ToDictionary(block => block.Place, _ => new TaskCompletionSource<string?>());
        var next = -1;

        for (var i = 0; i < RoomsAtATime; i++)
        {
            var visitor = new Thread(() =>
            {
                while (Interlocked.Increment(ref next) is var one && one < Rooms.Count)
                {
                    using var room = new Room(Rooms[one].Blocks, Rooms[one].Scene, SceneOf);
                    room.Run((block, finding) => findings[block.Place].SetResult(finding));
                }
            })
            {
                IsBackground = true,
            };
            visitor.Start();
        }

        return findings.ToDictionary(one => one.Key, one => one.Value.Task);
    }

    private static Scene? SceneOf(ShellBlock block) => Scenes.All.FirstOrDefault(scene => scene.IsFor(block));
}
