using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Files signed by minisign itself.</summary>
public sealed class SignedDownloads : IDisposable
{
    private readonly ScratchHome _scratch = new();

    public SignedDownloads() => _scratch.Settings = _scratch.Settings with { TrustedKeys = _scratch.OnShelf("keys") };

    [Fact]
    public async Task AreTaken()
    {
        Sign();

        Assert.True((await StageAsync()).Downloaded);
        Assert.Contains("signature is valid", _scratch.Log.Text, StringComparison.Ordinal);
        Assert.Contains("gaiad v2", _scratch.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreTakenFromAnyOfTheTrustedKeys()
    {
        Sign();
        MakeKey("other");
        File.WriteAllText(
            _scratch.OnShelf("keys"),
            $"# ours\n{File.ReadAllText(_scratch.OnShelf("other.pub"))}\n{File.ReadAllText(_scratch.OnShelf("keys"))}");

        Assert.True((await StageAsync()).Downloaded);
    }

    [Fact]
    public async Task AreRefusedWhenTheFileWasChanged()
    {
        Sign();
        File.AppendAllText(_scratch.OnShelf("gaiad"), "# and more\n");

        Assert.Contains("does not fit the file", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreRefusedWhenTheTrustedCommentWasChanged()
    {
        Sign();
        File.WriteAllText(
            _scratch.OnShelf("gaiad.minisig"),
            File.ReadAllText(_scratch.OnShelf("gaiad.minisig")).Replace("gaiad v2", "gaiad v3", StringComparison.Ordinal));

        Assert.Contains("trusted comment in the signature", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreRefusedWithoutASignature()
    {
        Sign();
        File.Delete(_scratch.OnShelf("gaiad.minisig"));

        Assert.Contains("gaiad.minisig is not there", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreRefusedFromAnotherKey()
    {
        Sign();
        MakeKey("other");
        File.Copy(_scratch.OnShelf("other.pub"), _scratch.OnShelf("keys"), overwrite: true);

        Assert.Contains("was made with the key", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreRefusedWhenSignedTheOldWay()
    {
        Sign("-l");

        Assert.Contains("without -l", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is not there")]
    [InlineData("", "there is no key in it")]
    [InlineData("untrusted comment: x\nRWQ\n", "is not a minisign public key")]
    public async Task AreNotEvenFetchedWithoutUsableKeys(string? keys, string because)
    {
        if (keys is not null)
        {
            File.WriteAllText(_scratch.OnShelf("keys"), keys);
        }

        Assert.Contains(because, await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoNotWaitForKeysFromAPipe()
    {
        SystemTool.Run(_scratch.Shelf, "mkfifo", "keys");

        Assert.Contains("is not a regular file", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("untrusted comment: x\nRUQ=\ntrusted comment: x\nRUQ=\n")]
    public async Task AreRefusedWithASignatureThatIsNone(string signature)
    {
        Sign();
        File.WriteAllText(_scratch.OnShelf("gaiad.minisig"), signature);

        Assert.Contains("it is not a minisign signature", await RefusedAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private Task<Cosmovisor.Staging.StagedVersion> StageAsync() => _scratch.StageAsync(_scratch.OnShelf("gaiad"));

    private Task<string> RefusedAsync() => _scratch.RefusedAsync(_scratch.OnShelf("gaiad"));

    private void MakeKey(string name) => SystemTool.Run(_scratch.Shelf, "minisign", "-GWf", "-p", $"{name}.pub", "-s", $"{name}.key");

    private void Sign(params string[] more)
    {
        _ = Samples.PutExecutable(_scratch.OnShelf("gaiad"));
        MakeKey("ours");
        File.Copy(_scratch.OnShelf("ours.pub"), _scratch.OnShelf("keys"), overwrite: true);
        SystemTool.Run(_scratch.Shelf, "minisign", ["-S", "-s", "ours.key", "-m", "gaiad", "-t", "gaiad v2", .. more]);
    }
}
