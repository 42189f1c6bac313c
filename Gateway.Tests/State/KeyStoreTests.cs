using Gateway.State;

namespace Gateway.Tests.State;

/// <summary>Keys in the file, as two processes see them.</summary>
public sealed class KeyStoreTests : IAsyncLifetime
{
    private const string Address = "https://login.example.com/.well-known/openid-configuration";

    private readonly TempStore _temp = new();
    private SqliteStateStore _gateway = null!;
    private SqliteStateStore _replica = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_gateway, _replica) = (await _temp.OpenAsync(), await _temp.OpenAsync());

    public ValueTask DisposeAsync() => _temp.DisposeAsync();

    [Fact]
    public async Task AddSigningKey_ByAnotherProcess_IsListedNewestFirst()
    {
        await _gateway.AddSigningKeyAsync(new SigningKey("old", [1, 2], Samples.Noon), default, Token);
        await _replica.AddSigningKeyAsync(new SigningKey("new", [3], Samples.Noon.AddDays(7)), default, Token);

        var keys = await _gateway.ListSigningKeysAsync(Token);

        keys.Select(key => (key.Id, key.Created)).Should().Equal(("new", Samples.Noon.AddDays(7)), ("old", Samples.Noon));
        keys[1].Pkcs8.Should().Equal(1, 2);
    }

    [Fact]
    public async Task AddSigningKey_OldOnes_AreForgotten()
    {
        await _gateway.AddSigningKeyAsync(new SigningKey("old", [1], Samples.Noon), default, Token);
        await _gateway.AddSigningKeyAsync(new SigningKey("kept", [2], Samples.Noon.AddDays(7)), default, Token);

        await _gateway.AddSigningKeyAsync(new SigningKey("new", [3], Samples.Noon.AddDays(14)), Samples.Noon.AddDays(7), Token);

        (await _gateway.ListSigningKeysAsync(Token)).Select(key => key.Id).Should().Equal("new", "kept");
    }

    [Fact]
    public async Task SaveProvider_Again_ReplacesUnlessItIsOlder()
    {
        (await _gateway.FindProviderAsync(Address, Token)).Should().BeNull();
        var newer = new ProviderDocuments(Address, "m2", "k2", Samples.Noon.AddHours(1));
        await _gateway.SaveProviderAsync(new ProviderDocuments(Address, "m1", "k1", Samples.Noon), Token);

        await _gateway.SaveProviderAsync(newer, Token);
        await _replica.SaveProviderAsync(new ProviderDocuments(Address, "m0", "k0", Samples.Noon), Token);

        (await _replica.FindProviderAsync(Address, Token)).Should().Be(newer);
    }

    [Fact]
    public void SigningKey_AsText_IsNotTheKey() => new SigningKey("id", [1, 2], Samples.Noon).ToString().Should().Be("signing key id");
}
