using Cosmovisor.Disk;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Cosmovisor.Staging;

/// <summary>Compares a downloaded file with its minisign signature. Off unless the operator names trusted keys.</summary>
internal sealed class Signatures
{
    public const string Ending = ".minisig";

    private const int BufferSize = 128 * 1024;

    private readonly string _keysFile;
    private readonly IReadOnlyList<MinisignKey> _keys;

    private Signatures(string keysFile, IReadOnlyList<MinisignKey> keys) => (_keysFile, _keys) = (keysFile, keys);

    public static Signatures Trusting(string keysFile)
    {
        const string Without = "Nothing is downloaded without the keys";

        return !BoundedFile.ReadText(keysFile).IsOk(out var text, out var unread)
            ? throw new RefusedException($"COSMOVISOR_TRUSTED_KEYS: {keysFile} {unread}. {Without}")
            : !MinisignKey.ParseFile(text).IsOk(out var keys, out var reason)
                ? throw new RefusedException($"COSMOVISOR_TRUSTED_KEYS: {keysFile}: {reason}. {Without}")
            : new Signatures(keysFile, keys);
    }

    /// <summary>Returns the signature's trusted comment, or refuses.</summary>
    /// <param name="file">What was downloaded.</param>
    /// <param name="signature">The text of its <c>.minisig</c>.</param>
    /// <param name="link">Where that text came from, for people.</param>
    public string Check(string file, string signature, string link)
    {
        if (!MinisignSignature.Parse(signature).IsOk(out var parsed, out var reason))
        {
            throw new RefusedException($"the signature {link} cannot be used: {reason}");
        }

        var key = _keys.FirstOrDefault(k => k.Id == parsed.KeyId)
            ?? throw new RefusedException(
                $"the signature {link} was made with the key {MinisignKey.Show(parsed.KeyId)}; trusted in {_keysFile} are {string.Join(", ", _keys.Select(k => MinisignKey.Show(k.Id)))}");

        return !IsSigned(key, Blake2b(file), parsed.OfFile) ? throw new RefusedException(
            $"the signature {link} does not fit the file that was downloaded: the file or the signature was changed")
            : !IsSigned(key, parsed.SignedComment(), parsed.OfComment)
                ? throw new RefusedException($"the trusted comment in the signature {link} was changed")
            : parsed.TrustedComment;
    }

    private static bool IsSigned(MinisignKey key, byte[] message, ReadOnlyMemory<byte> signature)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: false, new Ed25519PublicKeyParameters(key.Ed25519.Span));
        signer.BlockUpdate(message);
        return signer.VerifySignature(signature.ToArray());
    }

    private static byte[] Blake2b(string file)
    {
        var digest = new Blake2bDigest(512);
        using var source = File.OpenRead(file);
        var buffer = new byte[BufferSize];

        while (source.Read(buffer) is > 0 and var count)
        {
            digest.BlockUpdate(buffer.AsSpan(0, count));
        }

        var hash = new byte[digest.GetDigestSize()];
        _ = digest.DoFinal(hash);
        return hash;
    }
}
