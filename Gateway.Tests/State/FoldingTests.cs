using System.Text;
using Gateway.State;

namespace Gateway.Tests.State;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("É", "é", true)]
    [InlineData("ÅSA", "åsa", true)]
    [InlineData("ИВАН", "иван", true)]
    [InlineData("ΣΟΦΟΣ", "σοφος", true)]
    [InlineData("i", "I", true)]
    [InlineData("ß", "SS", false)]
    [InlineData("ß", "ß", true)]
    [InlineData("ı", "I", false)]
    [InlineData("ı", "i", false)]
    [InlineData("İ", "i", false)]
    [InlineData("İ", "I", false)]
    [InlineData("𐐨", "𐐀", true)]
    [InlineData("é", "e", false)]
    public void Fold_Pair_IsEqualWhereOrdinalIgnoreCaseIs(string one, string other, bool equal)
    {
        (Folding.Fold(one) == Folding.Fold(other)).Should().Be(equal);
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase).Should().Be(equal, because: "the rest of the gateway compares names so");
    }

    [Fact]
    public void Fold_EveryCharacter_AgreesWithOrdinalIgnoreCaseAndIsStable()
    {
        var all = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(i => new Rune(i).ToString());

        all.Where(c => !string.Equals(c, Folding.Fold(c), StringComparison.OrdinalIgnoreCase) || Folding.Fold(Folding.Fold(c)) != Folding.Fold(c))
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData("Éva", "éVA", 1)]
    [InlineData("straße", "STRASSE", 0)]
    [InlineData("ılker", "ILKER", 0)]
    [InlineData("ilker", "ILKER", 1)]
    public async Task FindLinksByIdpName_OtherCase_FindsByUnicodeUpperCase(string stored, string asked, int found)
    {
        var token = TestContext.Current.CancellationToken;
        await using var temp = new TempStore();
        var store = await temp.OpenAsync();
        await store.CommitAsync([Samples.Save(Samples.User("a") with { IdpName = stored, AppName = stored })], token);

        (await store.FindLinksByIdpNameAsync("jira", ResourceKind.User, asked, token)).Should().HaveCount(found);
        (await store.FindLinksByAppNameAsync("jira", ResourceKind.User, asked, token)).Should().HaveCount(found);
    }
}
