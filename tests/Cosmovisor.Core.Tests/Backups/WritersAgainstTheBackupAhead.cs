using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Core.Tests.Backups;

/// <summary>
/// A file system in memory, with the times that Linux gives, and writers that do all they can: what the rule takes over is what is there.
/// </summary>
public static class WritersAgainstTheBackupAhead
{
    private const int Rounds = 40_000;
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;

    // Ticks of a kernel with 250, 100 and 1000 of them a second, of one that gives finer times, and of disks that keep whole seconds.
    private static readonly long[] Ticks = [4_000_037, 10_000_019, 999_983, 1, Second];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public static void NeverDeceiveIt(int seed)
    {
        var random = new Random(seed);
        var (copied, takenOver) = (0, 0);

        for (var round = 0; round < Rounds; round++)
        {
            var disk = new Disk(random, Ticks[random.Next(Ticks.Length)]);
            disk.DoSomething(random.Next(12));
            var clock = disk.Clock;
            var earlier = disk.State;
            disk.DoSomething(random.Next(3));
            disk.Pass(AheadRule.SeenFor.Ticks * TimeSpan.NanosecondsPerTick);
            disk.DoSomething(random.Next(3));
            disk.Flush();
            disk.DoSomething(random.Next(3));
            var before = disk.State;

            if (!AheadRule.MayBeCopied(earlier, before, disk.Now, AheadRule.Quiet))
            {
                continue;
            }

            disk.DoSomething(random.Next(2));
            var content = disk.Content; // read while others may write
            disk.DoSomething(random.Next(2));
            copied++;

            if (disk.State != before)
            {
                continue;
            }

            var note = new AheadNote("file", before, 1, default, "");
            disk.DoSomething(random.Next(6));

            if (AheadRule.CanCompare(clock, disk.Clock) && AheadRule.MayBeTakenOver(note, disk.State, default))
            {
                takenOver++;
                Assert.True(content == disk.Content, $"round {round} of seed {seed}: {disk.Story}");
            }
        }

        Assert.True(copied > Rounds / 20 && takenOver > Rounds / 50, $"{copied} copied, {takenOver} taken over: this proves nothing");
    }

    /// <summary>With one file, which is written by calls and through a map.</summary>
    private sealed class Disk(Random random, long tick)
    {
        private readonly List<string> _story = [];
        private long _time = (1_800_000_000 * Second) + random.NextInt64(Second);
        private long _sinceStart = 1000 * Minute;
        private long _set;
        private bool _isDirty;
        private FileState _file;

        public int Content { get; private set; }

        public long Now => _time / tick * tick;

        public ClockReading Clock => new("boot", _time - _sinceStart);

        public FileState State => _file;

        public string Story => string.Join(", ", _story);

        public void Flush() => _isDirty = false; // and the next store through a map is noticed again

        public void DoSomething(int steps)
        {
            for (; steps > 0; steps--)
            {
                Step(random.Next(14));
            }
        }

        public void Pass(long time) => (_time, _sinceStart) = (_time + time, _sinceStart + time);

        private void Step(int what)
        {
            _story.Add($"{what}");
            _sinceStart += 1000;
            _time += 1000;

            switch (what)
            {
                case 0:
                    Write();
                    break;
                case 1: // through a map: only the first store after a flush is noticed
                    _file = _isDirty ? _file : _file with { Modified = Now, Changed = Now };
                    _isDirty = true;
                    Content++;
                    break;
                case 2: // rename of a new file over it; its inode may be one that was let go
                    Content++;
                    _file = new FileState(100, Now, Now, (ulong)random.Next(1, 3), 5);
                    _isDirty = random.Next(2) == 0;
                    break;
                case 3: // and its old time put back
                    var modified = _file.Modified;
                    Write();
                    _file = _file with { Modified = modified, Changed = Now };
                    break;
                case 4:
                    _file = _file with { Modified = _time - random.NextInt64(100 * Minute), Changed = Now };
                    break;
                case 5:
                    SetClock(-random.NextInt64(120 * Minute));
                    break;
                case 6:
                    SetClock(random.NextInt64(120 * Minute));
                    break;
                case 7:
                    SetClock(-_set); // put right again
                    break;
                case 8:
                    Flush();
                    break;
                default:
                    Pass(random.NextInt64(random.Next(2) == 0 ? Second : 40 * Minute));
                    break;
            }
        }

        private void Write()
        {
            Content++;
            _file = _file with { Size = 100, Modified = Now, Changed = Now, Inode = Math.Max(1, _file.Inode), Device = 5 };
            _isDirty = true;
        }

        private void SetClock(long by) => (_time, _set) = (_time + by, _set + by);

    }
}
