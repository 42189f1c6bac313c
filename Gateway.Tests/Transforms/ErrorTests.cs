using Gateway.Transforms;

namespace Gateway.Tests.Transforms;

/// <summary>The export <c>errors</c>: which answers of the app it rewords, and what it may not say.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ErrorFor_FirstRuleThatMatches_Decides()
    {
        var rules = await _bench.TransformAsync("""
            export const errors = [
              { status: 400, message: /already exists/i, answer: 409, scimType: 'uniqueness', detail: 'pick another name' },
              { status: [400, 403], answer: 503 },
            ];
            """);

        rules.ErrorFor(400, "A user with that username Already Exists.").Should().Be(new ErrorMatch(1, new(409, "uniqueness", "pick another name")));
        rules.ErrorFor(403, "no").Should().Be(new ErrorMatch(2, new(503, null, null)));
        rules.ErrorFor(500, "already exists").Should().BeNull();
    }

    [Fact]
    public async Task ErrorFor_MessageAsText_IsAPattern()
    {
        var rules = await _bench.TransformAsync("export const errors = [{ message: 'ung.ltig', answer: 400 }];");

        rules.ErrorFor(422, "Der Name ist ungültig.").Should().NotBeNull();
        rules.ErrorFor(422, "Der Name ist vergeben.").Should().BeNull();
    }

    [Theory]
    [InlineData("[{ status: 400, answer: 200 }]", "errors[0].answer: must be one of 400, 409, 429, 503")]
    [InlineData("[{ status: 400, answer: 404 }]", "errors[0].answer: must be one of 400, 409, 429, 503")]
    [InlineData("[{ status: 400, answer: 204 }]", "errors[0].answer: must be one of")]
    [InlineData("[{ status: 400 }]", "errors[0]: needs answer")]
    [InlineData("[{ answer: 400 }]", "errors[0]: needs status or message")]
    [InlineData("[{ status: 200, answer: 400 }]", "errors[0].status: must be an error status")]
    [InlineData("[{ status: 400.5, answer: 400 }]", "errors[0].status: must be a whole number")]
    [InlineData("[{ status: 400, answer: 409, scimType: 'unique' }]", "errors[0].scimType: must be one of")]
    [InlineData("[{ status: 400, message: /x/m, answer: 409 }]", "errors[0].message: has the flags 'm'")]
    [InlineData("[{ status: 400, message: '(', answer: 409 }]", "errors[0].message: the pattern '(' does not compile")]
    [InlineData("[{ status: 400, mesage: 'x', answer: 409 }]", "errors[0].mesage: is not known here")]
    [InlineData("{}", "errors: must be a list")]
    public async Task Load_ErrorsThatMayNotBe_IsRefused(string errors, string reason) =>
        (await _bench.RefusalAsync($"export const errors = {errors};")).Should().Contain(reason);

    [Fact]
    public async Task Describe_Errors_AreShownWithTheirOrigin()
    {
        var load = await _bench.LoadAsync("export const errors = [{ status: 400, message: /taken/, answer: 409, scimType: 'uniqueness' }];");

        load.Rules.Should().Contain(new RuleInForce("errors 1", "400 with /taken/ -> 409 uniqueness", RuleOrigin.Script));
    }
}
