using System.Text;

namespace Cosmovisor.Staging;

/// <summary>A <c>.minisig</c> file: a signature of the file's BLAKE2b-512, and one over that signature and the trusted comment.</summary>
/// <remarks>Format: https://jedisct1.github.io/minisign/#signature-format.</remarks>
internal sealed record MinisignSignature(ulong KeyId, ReadOnlyMemory<byte> OfFile, string TrustedComment, ReadOnlyMemory<byte> OfComment)
{
    private const int Length = 74;
    private const int SignatureLength = 64;
    private const string CommentMark = "trusted comment: ";

    public static Parsed<MinisignSignature> Parse(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var signature = new byte[Length];
        var ofComment = new byte[SignatureLength];

        return lines is not [_, var first, var comment, var second, ..]
            || !comment.StartsWith(CommentMark, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(first, signature, out var length) || length != Length
            || !Convert.TryFromBase64String(second, ofComment, out var secondLength) || secondLength != SignatureLength
            ? Parsed.Invalid<MinisignSignature>("it is not a minisign signature")
            : signature switch
            {
                [(byte)'E', (byte)'D', ..] => Parsed.Ok(new MinisignSignature(
                    BitConverter.ToUInt64(signature, 2), signature.AsMemory(10), comment[CommentMark.Length..], ofComment)),
                [(byte)'E', (byte)'d', ..] => Parsed.Invalid<MinisignSignature>(
                    "it was made the old way, over the whole file at once; sign again with minisign 0.10 or later and without -l"),
                _ => Parsed.Invalid<MinisignSignature>("it is of a kind that minisign does not make"),
            };
    }

    /// <summary>What <see cref="OfComment"/> signs.</summary>
    public byte[] SignedComment() => [.. OfFile.Span, .. Encoding.UTF8.GetBytes(TrustedComment)];
}
