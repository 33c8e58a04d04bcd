using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Linux;

/// <summary>Who decides what a path leads to, besides root.</summary>
public sealed class TheOwnersOfAPath : IDisposable
{
    private readonly TemporaryFolder _folder = new("owners");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mkdir -p a/b", "a/b", null)]
    [InlineData("mkdir -p a/b; chown 1234 a/b", "a/b", "a/b")]
    [InlineData("mkdir -p a/b; chown 1234 a", "a/b", "a")]
    [InlineData("mkdir -p a/b; chown 1235 a; chown 1234 a/b", "a/b", "a/b")] // the end counts first
    [InlineData("mkdir -p a; chown 1234 a", "a/not/there", "a")]
    [InlineData("mkdir -p a", "a/not/there", null)]
    [InlineData("mkdir b; ln -s b a", "a", null)]
    [InlineData("mkdir b; ln -s b a; chown -h 1234 a", "a", "a")]
    [InlineData("mkdir b; ln -s b a; chown 1234 b", "a", "b")]
    [InlineData("mkdir -p b/c d; ln -s ../b d/a; chown 1234 d", "d/a/c", "d")]
    [InlineData("mkdir -p b/c d; ln -s ../b d/a; chown 1234 b", "d/a/c", "b")]
    [InlineData("mkdir a; chmod 1777 a; mkdir a/b", "a/b", null)]
    [InlineData("ln -s a a; chown -h 1234 a", "a", "a")]
    public void AreFound(string made, string path, string? owned)
    {
        Assert.SkipUnless(Environment.UserName == "root", "giving files away needs root");
        Assert.True(SystemTool.Works("sh", "-c", $"cd '{_folder.Path}' && {made}"));

        var hand = PathOwners.FirstOther(_folder.In(path));

        Assert.Equal(owned is null ? null : _folder.In(owned), hand?.Path);
        Assert.Equal(owned is null ? null : 1234u, hand?.User);
    }
}
