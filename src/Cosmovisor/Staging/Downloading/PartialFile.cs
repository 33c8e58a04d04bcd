using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Cosmovisor.Staging;

/// <summary>A file that is being downloaded, hashed as it grows, and able to go on where the last try was cut.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly FileStream _file;
    private readonly IncrementalHash _hash;
    private readonly long _longest;
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;
    private bool _askedForRest;

    public PartialFile(string path, ChecksumKind kind, long longest)
    {
        (Path, _longest) = (path, longest);
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
            UnixCreateMode = Mode
        });
        _hash = IncrementalHash.CreateHash(Algorithm(kind));
    }

    public string Path { get; }

    public long Length { get; private set; }

    /// <summary>Of the whole file, when the server said so.</summary>
    public long? Total { get; private set; }

    /// <summary>Asks for the rest only, if there is a part and something to recognise the same file by.</summary>
    public void AskForRest(HttpRequestMessage request)
    {
        _askedForRest = Length > 0 && (_tag is not null || _modified is not null);

        if (_askedForRest)
        {
            request.Headers.Range = new RangeHeaderValue(Length, null);
            request.Headers.IfRange = _tag is not null ? new RangeConditionHeaderValue(_tag)
                : new RangeConditionHeaderValue(_modified!.Value);
        }
    }

    /// <summary>Takes the answer's word on where its bytes belong: to the end of ours, or to a new beginning.</summary>
    public void Begin(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.PartialContent)
        {
            if (WhatIsWrongWithTheRest(response) is { } wrong)
            {
                StartOver();
                throw new DownloadInterruptedException(wrong);
            }

            Total = response.Content.Headers.ContentRange!.Length ?? Total;
        }
        else
        {
            StartOver();
            Total = response.Content.Headers.ContentLength;
            // A weak tag says "much the same", which is not enough to join two halves.
            _tag = response.Headers.ETag is { IsWeak: false } strong ? strong : null;
            _modified = response.Content.Headers.LastModified;
        }

        RefuseAbove(Total ?? 0);
        RefuseWithoutRoom((Total ?? 0) - Length);
    }

    // Two halves of two files would pass for one where there is no checksum. What the rest says of its file must be what the beginning
    // said.
    private string? WhatIsWrongWithTheRest(HttpResponseMessage response)
    {
        var headers = response.Content.Headers;

        return !_askedForRest ? "the server sent a part of the file, and the whole was asked for"
            : headers.ContentRange is not { From: { } from, To: { } to } range || from != Length
                ? "the server sent another part of the file than was asked for"
            : headers.ContentLength is { } length && length != to - from + 1 ? "the server sent a part of another length than it says"
            : (_tag is not null && response.Headers.ETag is { } tag && !tag.Equals(_tag))
                || (_modified is not null && headers.LastModified is { } modified && modified != _modified)
                || (Total is { } total && range.Length is { } now && now != total) ? "the file has changed on the server"
            : null;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RefuseAbove(Length + bytes.Length);

        try
        {
            _file.Write(bytes);
        }
        catch (IOException e)
        {
            throw new RefusedException($"cannot write the download to {Path}: {e.Message}", e);
        }

        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    public void StartOver()
    {
        _file.SetLength(0);
        _ = _hash.GetHashAndReset();
        (Length, Total, _tag, _modified) = (0, null, null, null);
    }

    /// <summary>The checksum of all that was received.</summary>
    public byte[] Sum() => _hash.GetCurrentHash();

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _hash.Dispose();
    }

    private static HashAlgorithmName Algorithm(ChecksumKind kind) => kind switch
    {
        ChecksumKind.Md5 => HashAlgorithmName.MD5,
        ChecksumKind.Sha1 => HashAlgorithmName.SHA1,
        ChecksumKind.Sha256 => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.SHA512,
    };

    private void RefuseAbove(long length)
    {
        if (length > _longest)
        {
            throw new RefusedException(
                $"the download is larger than the {_longest} bytes that are allowed (COSMOVISOR_DOWNLOAD_MAX_SIZE); it has {(Total is { } total ? $"{total}" : "more")}");
        }
    }

    private void RefuseWithoutRoom(long needed)
    {
        var free = new DriveInfo(Path).AvailableFreeSpace;

        if (needed > free)
        {
            throw new RefusedException(
                $"not enough free space for the download in {System.IO.Path.GetDirectoryName(Path)}: it needs {needed} bytes and {free} are free");
        }
    }
}
