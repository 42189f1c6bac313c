using Gateway.Transforms;

namespace Gateway.Tests.Transforms;

public sealed class StatusTests : IDisposable
{
    private const string Script = """
        export const status = [
          { when: 'userName sw "ext-"', then: 'ignore' },
          { when: 'title eq "Robot"', then: 'reject', reason: 'robots have no accounts' },
          { when: 'active eq false', then: 'inactive', removeFrom: ['jira-software-users'] },
          { when: user => user.title === 'Contractor', then: 'active', addTo: ['contractors'] },
        ];
        """;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"userName":"ext-1","title":"Robot"}""", UserStatus.Ignore, 1, null, "", "")]
    [InlineData("""{"userName":"u","title":"Robot","active":false}""", UserStatus.Reject, 2, "robots have no accounts", "", "")]
    [InlineData("""{"userName":"u","title":"Contractor","active":false}""", UserStatus.Inactive, 3, null, "", "jira-software-users")]
    [InlineData("""{"userName":"u","title":"Contractor","active":true}""", UserStatus.Active, 4, null, "contractors", "")]
    [InlineData("""{"userName":"u","active":true}""", UserStatus.Active, null, null, "", "")]
    public async Task TransformUser_StatusRules_FirstMatchDecides(string user, UserStatus status, int? rule, string? reason, string addTo, string removeFrom)
    {
        var decision = (await _bench.UserAsync(Script, user)).Value.Status;

        decision.Should().BeEquivalentTo(new StatusDecision(status, rule, reason, Names(addTo), Names(removeFrom)));
    }

    [Theory]
    [InlineData("""{"userName":"u","active":false}""", UserStatus.Inactive)]
    [InlineData("""{"userName":"u","active":"False"}""", UserStatus.Inactive)]
    [InlineData("""{"userName":"u","active":"True"}""", UserStatus.Active)]
    [InlineData("""{"userName":"u"}""", UserStatus.Active)]
    public async Task TransformUser_NoRules_ActiveDecides(string user, UserStatus status) =>
        (await _bench.UserAsync(null, user)).Value.Status.Should().BeEquivalentTo(new StatusDecision(status, null, null, [], []));

    [Theory]
    [InlineData("ignore", UserStatus.Ignore)]
    [InlineData("reject", UserStatus.Reject)]
    public async Task TransformUser_IgnoredOrRejected_BadNameAndBrokenFieldDoNotHideIt(string then, UserStatus status)
    {
        var script = $$"""
            export const username = { pattern: 'x', replacement: 'y', onNoMatch: 'reject' };
            export const attributes = { displayName: () => { throw new Error('broken'); } };
            export const status = [{ when: () => true, then: '{{then}}' }];
            """;

        var outcome = await _bench.UserAsync(script, """{"userName":"u"}""");

        outcome.Value.Should().BeEquivalentTo(new { Name = "u", Fields = Array.Empty<FieldValue>(), Status = new { Status = status, Rule = 1 } });
    }

    [Theory]
    [InlineData("user.title && user.title.startsWith('x')", UserStatus.Active)]
    [InlineData("user.emails.length", UserStatus.Active)]
    [InlineData("0 / 0", UserStatus.Active)]
    [InlineData("null", UserStatus.Active)]
    [InlineData("user.userName", UserStatus.Inactive)]
    [InlineData("user.userName.match(/u/)", UserStatus.Inactive)]
    [InlineData("1", UserStatus.Inactive)]
    public async Task TransformUser_ConditionReturnsAnything_CountsAsInIf(string expression, UserStatus status) =>
        (await _bench.UserAsync($$"""export const status = [{ when: user => {{expression}}, then: 'inactive' }];""", """{"userName":"u"}"""))
            .Value.Status.Status.Should().Be(status);

    [Fact]
    public async Task TransformUser_ConditionReturnsAPromise_IsAnErrorAndNotTrue()
    {
        var outcome = await _bench.UserAsync("export const status = [{ when: () => Array.fromAsync([]), then: 'inactive' }];", """{"userName":"u"}""");

        outcome.Error.Should().BeEquivalentTo(new { Status = 500, Detail = "Transform rules.js: status[0].when returned a promise; it must return its result at once" });
    }

    [Theory]
    [InlineData("{ then: 'active' }", "rules.js:1:26: status[0]: needs when and then")]
    [InlineData("{ wehn: 'title pr', then: 'active' }", "rules.js:1:28: status[0].wehn: is not known here; there are when, then, reason, addTo, removeFrom")]
    [InlineData("{ when: 'title pr', then: 'disabled' }", "rules.js:1:46: status[0].then: is 'disabled'; it must be one of active, inactive, ignore, reject")]
    [InlineData("{ when: 'title eqq \"x\"', then: 'active' }", "rules.js:1:28: status[0].when: *")]
    [InlineData("{ when: 'titel eq \"x\"', then: 'active' }", "rules.js:1:28: status[0].when: *titel*")]
    [InlineData("{ when: 'title pr', then: 'ignore', addTo: ['g'] }", "rules.js:1:62: status[0].addTo: has no effect*")]
    [InlineData("{ when: 'title pr', then: 'active', addTo: ['g'], removeFrom: ['G'] }", "rules.js:1:26: status[0]: adds to 'g' and removes from it")]
    [InlineData("{ when: 'title pr', then: 'active', addTo: 'g' }", "rules.js:1:62: status[0].addTo: must be a list, not a value of type string")]
    public async Task Load_StatusRuleIsWrong_IsRefusedWithPlaceAndReason(string rule, string expected) =>
        (await _bench.RefusalAsync($"export const status =   [{rule}];")).Should().Match(expected);

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
