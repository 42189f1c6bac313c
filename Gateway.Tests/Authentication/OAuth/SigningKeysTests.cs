using Gateway.Authentication.OAuth;
using Gateway.State;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Authentication.OAuth;

public sealed class SigningKeysTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly KeyStoreFake _store = new();
    private readonly SigningKeys _keys;
    private readonly SigningKeys _replica;

    public SigningKeysTests()
    {
        _keys = new SigningKeys(_store, _time, new LogCapture<SigningKeys>());
        _replica = new SigningKeys(_store, _time, new LogCapture<SigningKeys>());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        _replica.Dispose();
    }

    [Fact]
    public async Task Current_ForAWeek_IsOneKeyForAllReplicas()
    {
        var first = (await _keys.CurrentAsync(Cancel)).KeyId;
        (await _replica.CurrentAsync(Cancel)).KeyId.Should().Be(first);

        _time.Advance(SigningKeys.SignsFor - TimeSpan.FromSeconds(1));

        (await _keys.CurrentAsync(Cancel)).KeyId.Should().Be(first);
        _store.Keys.Should().ContainSingle();
    }

    [Fact]
    public async Task Current_AfterAWeek_IsANewKeyAndTheOldOneIsBelievedUntilItsLastTokenEnds()
    {
        var first = (await _keys.CurrentAsync(Cancel)).KeyId;
        _time.Advance(SigningKeys.SignsFor);

        (await _keys.CurrentAsync(Cancel)).KeyId.Should().NotBe(first);

        _time.Advance(AccessTokens.Lifetime);
        (await _keys.FindAsync(first, Cancel)).Should().NotBeNull();
        _time.Advance(TimeSpan.FromMinutes(2));
        (await _keys.FindAsync(first, Cancel)).Should().BeNull();
        _keys.Has(first).Should().BeFalse();
    }

    [Fact]
    public async Task Add_NewKey_ForgetsTheOneBeforeTheLast()
    {
        await _keys.CurrentAsync(Cancel);
        _time.Advance(SigningKeys.SignsFor);
        await _keys.CurrentAsync(Cancel);
        _time.Advance(SigningKeys.SignsFor);

        await _keys.CurrentAsync(Cancel);

        _store.Keys.Should().HaveCount(2, because: "the first one signed its last token a week ago");
    }

    [Fact]
    public async Task Find_KeyOfAnotherReplica_IsReadOnceASecondAtMost()
    {
        await _keys.FindAsync("made-up", Cancel);
        var key = (await _replica.CurrentAsync(Cancel)).KeyId;
        var before = _store.Lists;

        for (var number = 0; number < 10; number++)
        {
            (await _keys.FindAsync($"made-up-{number}", Cancel)).Should().BeNull();
        }

        _store.Lists.Should().Be(before);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _keys.FindAsync(key, Cancel))!.KeyId.Should().Be(key);
    }

    [Fact]
    public async Task Current_StoreDown_IsAnOutageUnlessThereIsAKey()
    {
        _store.IsDown = true;
        await _keys.Invoking(keys => keys.CurrentAsync(Cancel).AsTask()).Should().ThrowAsync<StateUnavailableException>();
        _store.IsDown = false;
        var key = await _keys.CurrentAsync(Cancel);

        _store.IsDown = true;

        (await _keys.CurrentAsync(Cancel)).Should().BeSameAs(key);
        (await _keys.FindAsync(key.KeyId, Cancel)).Should().BeSameAs(key);
    }

    [Fact]
    public async Task Current_ManyAtOnce_MakeOneKey()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => (await _keys.CurrentAsync(Cancel)).KeyId)));

        keys.Distinct().Should().ContainSingle();
        _store.Keys.Should().ContainSingle();
    }
}
