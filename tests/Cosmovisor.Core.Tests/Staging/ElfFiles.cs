using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class ElfFiles
{
    // A small x86-64 program: header, three segments, a loader and a dynamic section.
    private static readonly byte[] Program = MakeProgram();

    [Fact]
    public static void SayWhatTheyNeed()
    {
        Assert.True(ElfFile.Parse(new InMemory(Program)).IsOk(out var elf, out var reason), reason);
        Assert.Equal(new ElfMachine(Is64Bit: true, 62), elf.Machine);
        Assert.Equal("/lib64/ld.so", elf.Interpreter);
        Assert.Equal(["libc.so.6"], elf.Needed);
        Assert.Equal(["/own", "$ORIGIN/x"], elf.RunPath);
    }

    [Fact]
    public static void NeverThrowWhateverIsInThem() =>
        Gen.Select(Gen.Int[0, Program.Length - 1], Gen.Byte, Gen.Int[0, Program.Length - 1], Gen.Byte, Gen.Int[0, Program.Length]).Sample((
            at, value, at2, value2, length) =>
        {
            var changed = (byte[])Program.Clone();
            changed[at] = value;
            changed[at2] = value2;
            return ElfFile.Parse(new InMemory(changed[..length])).IsOk(out var elf, out var reason) ? elf.Needed.Count < 100
                : reason.Length > 0;
        }, iter: 20_000);

    private static byte[] MakeProgram()
    {
        var file = new byte[400];
        "\x7fELF\x02\x01\x01"u8.CopyTo(file);
        Put(16, 2, 2);
        Put(18, 62, 2);
        Put(32, 64, 8);
        Put(54, 56, 2);
        Put(56, 3, 2);
        Segment(0, type: 1, offset: 0, size: 400);
        Segment(1, type: 3, offset: 240, size: 13);
        Segment(2, type: 2, offset: 300, size: 80);
        "/lib64/ld.so\0"u8.CopyTo(file.AsSpan(240));
        "\0libc.so.6\0/own:$ORIGIN/x\0"u8.CopyTo(file.AsSpan(256));
        Tag(0, 1, 1);
        Tag(1, 29, 11);
        Tag(2, 5, 0x1000 + 256);
        Tag(3, 0, 0);
        return file;

        void Put(int at, long value, int size) => BitConverter.GetBytes(value).AsSpan(0, size).CopyTo(file.AsSpan(at));

        void Segment(int index, int type, int offset, int size)
        {
            var at = 64 + (index * 56);
            Put(at, type, 4);
            Put(at + 8, offset, 8);
            Put(at + 16, 0x1000 + offset, 8);
            Put(at + 32, size, 8);
        }

        void Tag(int index, long tag, long value)
        {
            Put(300 + (index * 16), tag, 8);
            Put(308 + (index * 16), value, 8);
        }
    }
}
