using Gateway.Forwarding;

namespace Gateway.Tests.Forwarding;

public sealed class RefreshTokensTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("refresh-tokens-");

    [Fact]
    public async Task Find_AfterKeep_IsFoundByAnotherProcess()
    {
        await new RefreshTokens(Path.Combine(_folder.FullName, "oauth")).KeepAsync("bitbucket", "first", "second");

        var found = await new RefreshTokens(Path.Combine(_folder.FullName, "oauth")).FindAsync("bitbucket", "first");

        found.Should().Be("second");
    }

    [Fact]
    public async Task Find_AnotherConfiguredToken_HasNoSuccessor()
    {
        var tokens = new RefreshTokens(_folder.FullName);
        await tokens.KeepAsync("bitbucket", "first", "second");

        (await tokens.FindAsync("bitbucket", "new consent")).Should().BeNull();
        (await tokens.FindAsync("other", "first")).Should().BeNull();
    }

    [Fact]
    public async Task Keep_File_IsForTheOwnerOnlyAndNamesNotTheConfiguredOne()
    {
        await new RefreshTokens(_folder.FullName).KeepAsync("bitbucket", "configured-token", "second");

        var file = Path.Combine(_folder.FullName, "bitbucket.json");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Should().NotContain("configured-token");
        _folder.GetFiles().Should().ContainSingle();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Keep_FolderThatCannotBeWritten_SaysSoAndRemembers()
    {
        var blocked = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(blocked, "not a folder", TestContext.Current.CancellationToken);
        var tokens = new RefreshTokens(blocked);

        var why = await tokens.KeepAsync("bitbucket", "first", "second");

        why.Should().NotBeNullOrEmpty();
        (await tokens.FindAsync("bitbucket", "first")).Should().Be("second");
    }

    [Fact]
    public async Task Find_FileThatIsNoJson_IsNone()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "bitbucket.json"), "{", TestContext.Current.CancellationToken);

        (await new RefreshTokens(_folder.FullName).FindAsync("bitbucket", "first")).Should().BeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
