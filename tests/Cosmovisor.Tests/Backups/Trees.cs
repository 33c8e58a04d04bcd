using Cosmovisor.Linux;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A tree of files to be made.</summary>
internal sealed record Trees(IReadOnlyList<(int Kind, string Name, int Size, int Mode, int Folder)> Entries)
{
    private static readonly string[] Names =
    [
        "CURRENT", "LOCK", "MANIFEST-000004", "000001.ldb", "000002.ldb", "000003.sst", "000004.sst", "000005.log",
        "000006.blob", "000007.blob",
        "wal", "priv_validator_state.json", "a b", "é", "\"q\"", "new\nline", ".hidden", "-rf", "x%2Fy",
    ];

    // Only root can read, and so back up, what its owner may not read.
    private static readonly int[] Modes = [0x1a4, 0x180, 0x1ff, 0x124, Environment.IsPrivilegedProcess ? 0x40 : 0x140];

    public static Gen<Trees> Any { get; } =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, Names.Length - 1].Select(at => Names[at]),
            Gen.OneOf(Gen.Int[0, 20], Gen.Int[1_000_000, 2_200_000]), Gen.Int[0, 4].Select(at => Modes[at]), Gen.Int[0, 50])
            .List[0, 25].Select(entries => new Trees(entries));

    public void MakeIn(string root)
    {
        var folders = new List<string> { root };
        var files = new List<string>();

        foreach (var (kind, name, size, mode, folder) in Entries)
        {
            var path = Path.Join(folders[folder % folders.Count], name);

            if (FileFacts.Of(path) is not null)
            {
                continue;
            }

            switch (kind)
            {
                case 0 or 1:
                    _ = Directory.CreateDirectory(path);
                    folders.Add(path);
                    break;
                case 2:
                    _ = File.CreateSymbolicLink(path, name);
                    break;
                case 3 when files.Count > 0:
                    _ = CloneCalls.Link(files[size % files.Count], path);
                    break;
                case 5:
                    Assert.Equal(0, CloneCalls.MakeFifo(path, (uint)mode));
                    break;
                case 4:
                    using (var sparse = File.Create(path))
                    {
                        sparse.SetLength(size * 3L);
                        sparse.Position = size;
                        sparse.Write("x"u8);
                    }

                    files.Add(path);
                    break;
                default:
                    File.WriteAllBytes(path, [.. Enumerable.Range(0, size).Select(at => (byte)(at * 31 / 7))]);

                    // Before the mode, which may forbid it; without the program, or on a file system without attributes, it is a plain
                    // file.
                    _ = kind == 6 && SystemTool.Works("setfattr", "-n", "user.note", "-v", $"0x{size:x8}", path);
                    File.SetUnixFileMode(path, (UnixFileMode)mode);
                    files.Add(path);
                    break;
            }
        }
    }
}
