using Gateway.Configuration;

namespace Gateway.Tests.Transforms;

public sealed class GroupTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(null, "Sales", "Sales")]
    [InlineData("export const groups = { name: { pattern: 'aad-(.*)', replacement: '$1' } };", "aad-sales", "sales")]
    [InlineData("export const groups = { name: { pattern: 'aad-(.*)', replacement: '$1' } };", "sales", "sales")]
    [InlineData("export const groups = { name: [{ pattern: 'a', replacement: 'b' }, { pattern: '(.*)', replacement: 'x$1', case: 'lower' }] };", "C", "xc")]
    [InlineData("export const groups = { name: group => 'f-' + group.displayName + group.members };", "g", "f-gundefined")]
    [InlineData("export const groups = { include: 'displayName sw \"jira-\"' };", "jira-x", "jira-x")]
    [InlineData("export const groups = { include: group => group.displayName.length < 4 };", "abc", "abc")]
    public async Task TransformGroup_Rule_GivesTheName(string? script, string displayName, string expected) =>
        (await _bench.GroupAsync(script, $$"""{"displayName":"{{displayName}}","members":[{"value":"1"}]}""")).Value.Name.Should().Be(expected);

    [Theory]
    [InlineData("export const groups = { include: 'displayName sw \"jira-\"' };")]
    [InlineData("export const groups = { include: group => group.displayName.startsWith('jira-') };")]
    public async Task TransformGroup_OutsideInclude_IsInvalidValue(string script)
    {
        var outcome = await _bench.GroupAsync(script, """{"displayName":"sales"}""", Bench.Jira with { Groups = new() { Map = [new("sales", "s")] } });

        outcome.Error.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        outcome.Error!.Detail.Should().Contain("'sales'");
    }

    [Theory]
    [InlineData("ALL STAFF", "jira-users")]
    [InlineData("aad-x", "x")]
    public async Task TransformGroup_SettingsMap_IsTriedFirstWithoutCase(string displayName, string expected)
    {
        var settings = Bench.Jira with { Groups = new() { Map = [new("All Staff", "jira-users")] } };

        var outcome = await _bench.GroupAsync(
            "export const groups = { name: [{ pattern: 'aad-(.*)', replacement: '$1' }, { pattern: '.*', replacement: 'other' }] };", $$"""{"displayName":"{{displayName}}"}""", settings);

        outcome.Value.Name.Should().Be(expected);
    }

    [Fact]
    public async Task TransformGroup_NameRuleOfTheUser_DoesNotTouchGroups() =>
        (await _bench.GroupAsync("export const username = { pattern: '.*', replacement: 'u' };", """{"displayName":"G"}""", Bench.Jira with { App = AppKind.Confluence }))
            .Value.Name.Should().Be("G");

    [Theory]
    [InlineData("{ includ: 'displayName pr' }", "*groups.includ: is not known here; there are include, name")]
    [InlineData("{ include: 'userName pr' }", "*groups.include: *userName*")]
    [InlineData("{ name: 'x' }", "*groups.name: must be an object, not a value of type string")]
    [InlineData("{ name: { pattern: '(', replacement: '' } }", "rules.js:1:33: groups.name.pattern: the pattern '(' does not compile*")]
    public async Task Load_GroupRuleIsWrong_IsRefused(string groups, string expected) =>
        (await _bench.RefusalAsync($"export const groups = {groups};")).Should().Match(expected);
}
