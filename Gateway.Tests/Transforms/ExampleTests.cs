namespace Gateway.Tests.Transforms;

public sealed class ExampleTests : IDisposable
{
    private const string Rules = """
        export const username = { pattern: '(.*)@.*', replacement: '$1' };
        export const attributes = { displayName: user => user.displayName + '!' };
        export const status = [{ when: 'active eq false', then: 'inactive', removeFrom: ['g'] }, { when: 'title eq "R"', then: 'reject', reason: 'no robots' }];
        export const groups = { include: 'displayName sw "jira-"' };
        """;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{ given: { userName: 'a@x' }, expect: { username: 'a' } }")]
    [InlineData("{ given: { userName: 'a@x', displayName: 'A' }, expect: { fields: { displayName: 'A!' }, status: 'active', addTo: [], removeFrom: [] } }")]
    [InlineData("{ given: { userName: 'a' }, expect: { fields: { emailAddress: null } } }")]
    [InlineData("{ given: { userName: 'a', active: false }, expect: { status: 'inactive', removeFrom: ['g'] } }")]
    [InlineData("{ given: { userName: 'a', title: 'R' }, expect: { status: 'reject', reason: 'no robots' } }")]
    [InlineData("{ given: { displayName: 'jira-x' }, expect: { group: 'jira-x' } }")]
    [InlineData("{ given: { displayName: 'x' }, expect: { group: null } }")]
    public async Task Load_ExampleHolds_TheScriptIsTaken(string example)
    {
        var load = await _bench.LoadAsync($"{Rules}\nexport const examples = [{example}];");

        load.Problems.Should().BeEmpty();
        load.Examples.Should().Be(1);
    }

    [Theory]
    [InlineData("{ name: 'n', given: { userName: 'a@x' }, expect: { username: 'b' } }", "rules.js:5:26: example 'n': expected username 'b', got 'a'")]
    [InlineData("{ given: { userName: 'a', displayName: 'A' }, expect: { fields: { displayName: 'A', emailAddress: 'x' } } }",
        "rules.js:5:26: example 'number 1': expected displayName 'A', got 'A!'; expected emailAddress 'x', got left alone")]
    [InlineData("{ given: { userName: 'a' }, expect: { fields: { displayName: null } } }", "rules.js:5:26: example 'number 1': expected displayName left alone, got 'undefined!'")]
    [InlineData("{ given: { userName: 'a' }, expect: { status: 'inactive', removeFrom: ['g'] } }",
        "rules.js:5:26: example 'number 1': expected status 'inactive', got 'active'; expected removeFrom 'g', got ''")]
    [InlineData("{ given: { displayName: 'x' }, expect: { group: 'x' } }", "rules.js:5:26: example 'number 1': The group 'x' is outside*")]
    [InlineData("{ given: { displayName: 'jira-x' }, expect: { group: null } }", "rules.js:5:26: example 'number 1': expected group to be refused, got 'jira-x'")]
    [InlineData("{ given: { displayName: 'x' }, expect: { username: 'x' } }", "rules.js:5:26: example 'number 1': userName is missing.")]
    [InlineData("{ given: { userName: 'x' } }", "rules.js:5:26: examples[0]: needs given and expect")]
    [InlineData("{ given: { userName: 'x' }, expect: {} }", "rules.js:5:54: examples[0].expect: expects nothing")]
    [InlineData("{ given: { userName: 'x' }, expect: { user: 'x' } }", "rules.js:5:64: examples[0].expect.user: is not known here*")]
    [InlineData("{ given: { userName: 'x' }, expect: { fields: { mail: 'x' } } }", "rules.js:5:74: examples[0].expect.fields.mail: the app has no field 'mail'*")]
    [InlineData("{ given: { userName: () => 1 }, expect: { username: 'x' } }", "rules.js:5:28: examples[0].given: must be plain data*")]
    public async Task Load_ExampleFails_IsRefusedWithExpectedAndGot(string example, string expected) =>
        (await _bench.RefusalAsync($"{Rules}\nexport const examples = [{example}];")).Should().Match(expected);

    [Fact]
    public async Task Load_SeveralExamplesFail_AllAreTold()
    {
        var load = await _bench.LoadAsync("""
            export const examples = [
              { name: 'one', given: { userName: 'a' }, expect: { username: 'x' } },
              { name: 'two', given: { userName: 'b' }, expect: { username: 'b' } },
              { name: 'three', given: { userName: 'c' }, expect: { username: 'y' } },
            ];
            """);

        load.Problems.Select(problem => problem.WithoutFolder()).Should().Equal(
            "rules.js:2:3: example 'one': expected username 'x', got 'a'", "rules.js:4:3: example 'three': expected username 'y', got 'c'");
    }

    [Fact]
    public async Task Load_ScriptWithoutFunctions_GivesAVersionThatFollowsItsContent()
    {
        var first = await _bench.TransformAsync("export const username = { pattern: 'a', replacement: 'b' };");
        var same = await _bench.TransformAsync("export const username = { pattern: 'a', replacement: 'b' };");
        var other = await _bench.TransformAsync("export const username = { pattern: 'a', replacement: 'c' };");
        var settings = await _bench.TransformAsync("export const username = { pattern: 'a', replacement: 'b' };", Bench.Jira with { Username = new() { Replacement = "x" } });

        first.Version.Should().HaveLength(12).And.Be(same.Version);
        new[] { first.Version, other.Version, settings.Version }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Load_Rules_AreDescribedWithTheirOrigin()
    {
        var load = await _bench.LoadAsync(Rules, Bench.Jira with { Groups = new() { Map = [new("A", "b")] } });

        load.Rules.Select(rule => $"{rule.Target}: {rule.Rule} ({rule.Origin})").Should().Equal(
            "username: (.*)@.* -> $1 (Script)",
            "attributes.displayName: function (Script)",
            "attributes.emailAddress: emails[work], else primary, else first, else userName when it is an address (Default)",
            "status 1: active eq false -> inactive, remove from g (Script)",
            "status 2: title eq \"R\" -> reject (Script)",
            "groups.include: displayName sw \"jira-\" (Script)",
            "groups.name: A -> b (Settings)",
            "groups.name: as it is (Default)");
    }
}
