using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>A <c>char *const[]</c> as execve(2) wants it. Bytes in, bytes out: an argument need not be UTF-8.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _vector;

    public NativeStrings(IReadOnlyCollection<byte[]> strings)
    {
        nuint bytes = 0;

        foreach (var text in strings)
        {
            bytes += (nuint)text.Length + 1;
        }

        var pointers = (nuint)(strings.Count + 1) * (nuint)sizeof(byte*);
        _vector = (byte**)NativeMemory.Alloc(pointers + bytes);
        var next = (byte*)_vector + pointers;
        var index = 0;

        foreach (var text in strings)
        {
            _vector[index++] = next;
            text.CopyTo(new Span<byte>(next, text.Length));
            next[text.Length] = 0;
            next += text.Length + 1;
        }

        _vector[index] = null;
    }

    public byte** Pointer => _vector;

    public void Dispose()
    {
        NativeMemory.Free(_vector);
        _vector = null;
    }

    /// <summary>A path or argument of our own making, as bytes without the closing zero.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The same with the closing zero, for a single <c>char *</c>.</summary>
    public static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
