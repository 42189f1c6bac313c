using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Sandbox.Scim;

namespace Gateway.Tests.Sandbox.Scim;

/// <summary>The emulated SCIM service takes what RFC 7643 and RFC 7644 say, and nothing else.</summary>
public sealed class ScimSandboxTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":true,"password":"secret","emails":[{"type":"work","value":"ada@contoso.com"}]}""";

    [Fact]
    public async Task Post_User_Is201WithLocationAndETagAndNoPassword()
    {
        await using var lab = await Lab.StartAsync();

        var made = await lab.SendAsync("POST", "/Users", User);

        made.Status.Should().Be(201);
        made.Location.Should().Be($"{lab.Base}/Users/{made.Id}");
        made.ETag.Should().Be("W/\"1\"");
        made.ContentType.Should().Be("application/scim+json");
        made.Json["password"].Should().BeNull();
        ((string?)made.Json["meta"]!["location"]).Should().Be(made.Location);
    }

    [Theory]
    [InlineData("""{"userName":"ada"}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":"True"}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","nosuch":1}""", "invalidValue")]
    [InlineData("""[]""", "invalidSyntax")]
    [InlineData("""{""", "invalidSyntax")]
    public async Task Post_WhatDoesNotFit_Is400(string body, string scimType)
    {
        await using var lab = await Lab.StartAsync();

        var answer = await lab.SendAsync("POST", "/Users", body);

        (answer.Status, answer.ScimType).Should().Be((400, scimType));
    }

    [Fact]
    public async Task Post_NameOfAnother_Is409()
    {
        await using var lab = await Lab.StartAsync();
        lab.Sandbox.State.AddUser("ADA");

        var answer = await lab.SendAsync("POST", "/Users", User);

        (answer.Status, answer.ScimType).Should().Be((409, "uniqueness"));
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"active","value":false}""", 200, null)]
    [InlineData("""{"op":"Replace","path":"active","value":false}""", 400, "invalidSyntax")]
    [InlineData("""{"op":"replace","path":"active","value":"False"}""", 400, "invalidValue")]
    [InlineData("""{"op":"replace","path":"nosuch","value":"x"}""", 400, "invalidPath")]
    [InlineData("""{"op":"replace","path":"id","value":"x"}""", 400, "mutability")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}""", 400, "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"x"}""", 200, null)]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"x"}""", 200, null)]
    [InlineData("""{"op":"add","path":"name.givenName","value":"x"}""", 200, null)]
    [InlineData("""{"op":"add","value":{"title":"x"}}""", 200, null)]
    [InlineData("""{"op":"remove","path":"emails"}""", 200, null)]
    [InlineData("""{"op":"remove"}""", 400, "noTarget")]
    [InlineData("""{"op":"remove","path":"userName"}""", 400, "invalidValue")]
    public async Task Patch_Operation_IsTakenOrRefused(string operation, int status, string? scimType)
    {
        await using var lab = await Lab.StartAsync();
        var id = (await lab.SendAsync("POST", "/Users", User)).Id;

        var answer = await lab.SendAsync("PATCH", $"/Users/{id}", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""");

        (answer.Status, answer.ScimType).Should().Be((status, scimType), because: answer.Text);
        answer.ETag.Should().Be(status == 200 ? "W/\"2\"" : null);
    }

    [Theory]
    [InlineData("userName eq \"ADA\"", 1)]
    [InlineData("emails.value eq \"ada@contoso.com\" and active eq true", 1)]
    [InlineData("userName eq \"nobody\"", 0)]
    [InlineData("userName sw \"a\"", null)]
    [InlineData("nosuch eq \"a\"", null)]
    public async Task Filter_ByEq_FindsAndRefusesTheRest(string filter, int? found)
    {
        await using var lab = await Lab.StartAsync();
        await lab.SendAsync("POST", "/Users", User);

        var answer = await lab.SendAsync("GET", $"/Users?filter={Uri.EscapeDataString(filter)}");

        answer.Status.Should().Be(found is null ? 400 : 200);
        (found is null ? answer.ScimType : ((int)answer.Json["totalResults"]!).ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Should().Be(found?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "invalidFilter");
    }

    [Fact]
    public async Task Groups_MembersAreUsersThatExist()
    {
        await using var lab = await Lab.StartAsync();
        var ada = (await lab.SendAsync("POST", "/Users", User)).Id;
        var group = lab.Sandbox.State.AddGroup("Team");

        var unknown = await lab.SendAsync("PATCH", $"/Groups/{group}", Patch("""{"op":"add","path":"members","value":[{"value":"nobody"}]}"""));
        var added = await lab.SendAsync("PATCH", $"/Groups/{group}", Patch($$"""{"op":"add","path":"members","value":[{"value":"{{ada}}"}]}"""));
        var read = await lab.SendAsync("GET", $"/Groups/{group}");
        await lab.SendAsync("DELETE", $"/Users/{ada}");

        (unknown.Status, unknown.ScimType).Should().Be((400, "invalidValue"));
        added.Status.Should().Be(204);
        ((string?)read.Json["members"]![0]!["$ref"]).Should().Be($"{lab.Base}/Users/{ada}");
        lab.Sandbox.State.Group("Team")!["members"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Preconditions_AreKept()
    {
        await using var lab = await Lab.StartAsync();
        var id = (await lab.SendAsync("POST", "/Users", User)).Id;

        var stale = await lab.SendAsync("DELETE", $"/Users/{id}", null, request => request.Headers.TryAddWithoutValidation("If-Match", "W/\"7\""));
        var same = await lab.SendAsync("GET", $"/Users/{id}", null, request => request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"1\""));

        (stale.Status, same.Status).Should().Be((412, 304));
    }

    [Fact]
    public async Task Credential_WrongOrMissing_Is401InScimForm()
    {
        await using var lab = await Lab.StartAsync();

        var missing = await lab.SendAsync("GET", "/Users", null, request => request.Headers.Authorization = null);
        var wrong = await lab.SendAsync("GET", "/Users", null, request => request.Headers.Authorization = new("Bearer", "x"));
        var basic = await lab.SendAsync("GET", "/Users", null, request => request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{lab.Sandbox.Options.ServiceUser}:{lab.Sandbox.Options.ServicePassword}"))));

        (missing.Status, wrong.Status, basic.Status).Should().Be((401, 401, 200));
        ((string?)wrong.Json["schemas"]![0]).Should().Be("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    [Fact]
    public async Task Settings_TurnedWhileItRuns_Apply()
    {
        await using var lab = await Lab.StartAsync();
        lab.Sandbox.Settings = lab.Sandbox.Settings with { Forbidden = true };

        (await lab.SendAsync("GET", "/Users")).Status.Should().Be(403);
        lab.Sandbox.Reset();
        (await lab.SendAsync("GET", "/Users")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Body_OfAnotherMediaType_Is415()
    {
        await using var lab = await Lab.StartAsync();

        (await lab.SendAsync("POST", "/Users", User, request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json"))).Status.Should().Be(415);
    }

    private static string Patch(string operation) => $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""";

    private sealed record Answer(int Status, string Text, string? ContentType, string? ETag, string? Location)
    {
        public JsonNode Json => JsonNode.Parse(Text)!;

        public string Id => (string)Json["id"]!;

        public string? ScimType => Text.Length == 0 ? null : (string?)Json["scimType"];
    }

    private sealed class Lab(ScimSandbox sandbox) : IAsyncDisposable
    {
        private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        public ScimSandbox Sandbox => sandbox;

        public string Base => sandbox.Address.AbsoluteUri.TrimEnd('/');

        public static async Task<Lab> StartAsync() => new(await ScimSandbox.StartAsync(new ScimSandboxOptions(), TestContext.Current.CancellationToken));

        public async Task<Answer> SendAsync(string method, string path, string? body = null, Action<HttpRequestMessage>? change = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Base + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Options.Token);
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/scim+json");
            }

            change?.Invoke(request);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Content.Headers.ContentType?.ToString(), response.Headers.ETag?.ToString(), response.Headers.Location?.ToString());
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await sandbox.DisposeAsync();
        }
    }
}
