using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Authentication.Jwt;

namespace Gateway.Tests.Authentication.OAuth;

/// <summary>POST /scim/{connection}/oauth2/token by RFC 6749 section 4.4 and RFC 7523 section 2.2.</summary>
public sealed class TokenEndpointTests(AuthenticationStage stage) : IClassFixture<AuthenticationStage>
{
    private const string Grant = "grant_type=client_credentials";
    private const string AssertionType = "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    private const string InBody = $"{Grant}&client_id={AuthenticationStage.ClientId}&client_secret={AuthenticationStage.Secret}";

    private static readonly string InvalidClient = Answer("401 Unauthorized", """{"error":"invalid_client","error_description":"The client is not known here, or did not prove to be it."}""", "WWW-Authenticate: Basic realm=\"scim\"");

    [Fact]
    public async Task Post_SecretInTheBody_IsATokenOfAnHour()
    {
        var answer = await stage.SendAsync(RawRequest.Form(InBody + "&scope=scim.readwrite"));

        answer.Should().StartWith("HTTP/1.1 200 OK").And.Contain("Content-Type: application/json").And.Contain("Cache-Control: no-store").And.Contain("Pragma: no-cache");
        var body = JsonOf(answer);
        body["token_type"]!.GetValue<string>().Should().Be("Bearer");
        body["expires_in"]!.GetValue<int>().Should().Be(3600);
        body["scope"]!.GetValue<string>().Should().Be("scim.readwrite", because: "the token opens all that was asked for");
        (await stage.SendAsync(RawRequest.Bearer(body["access_token"]!.GetValue<string>()))).Should().StartWith("HTTP/1.1 200");
    }

    [Theory]
    [InlineData("{id}:{secret}", "")]
    [InlineData("{id}:{secret}", "&client_id={id}")]
    [InlineData("{id}:{secret}", "&client_id={id}&client_secret={secret}")]
    [InlineData("entra%2Dclient:%66irst-secret-0123456789", "")]
    public async Task Post_SecretInTheHeader_IsAToken(string credentials, string body)
    {
        (await stage.SendAsync(RawRequest.Form(Grant + Fill(body), "jira", Basic(Fill(credentials))))).Should().StartWith("HTTP/1.1 200 OK");
    }

    [Theory]
    [InlineData("client_id={id}", null)]
    [InlineData("client_id={id}&client_secret=", null)]
    [InlineData("client_id={id}&client_secret=wrong", null)]
    [InlineData("client_id={id}&client_secret={hash}", null)]
    [InlineData("client_id={id}&client_secret={SECRET}", null)]
    [InlineData("client_id=ENTRA-CLIENT&client_secret={secret}", null)]
    [InlineData("client_id=other-client&client_secret={secret}", null)]
    [InlineData("client_secret={secret}", null)]
    [InlineData("", null)]
    [InlineData("", "{id}:wrong")]
    [InlineData("", "{id}:")]
    [InlineData("", "{id}")]
    [InlineData("", ":{secret}")]
    [InlineData("client_id={id}", "{id}:wrong")]
    public async Task Post_WrongClient_IsTheSameRefusalAsAnUnknownConnection(string body, string? credentials)
    {
        string[] headers = credentials is null ? [] : [Basic(Fill(credentials))];
        var form = $"{Grant}&{Fill(body)}";

        (await stage.SendAsync(RawRequest.Form(form, "jira", headers))).Should().Be(InvalidClient);
        (await stage.SendAsync(RawRequest.Form(form, "nobody", headers))).Should().Be(InvalidClient);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer x")]
    [InlineData("Digest x")]
    public async Task Post_HeaderThatSaysNothing_IsTheSameRefusal(string authorization)
    {
        (await stage.SendAsync(RawRequest.Form(Grant, "jira", $"Authorization: {authorization}"))).Should().Be(InvalidClient);
    }

    [Fact]
    public async Task Post_RightClientAtAConnectionThatThereIsNot_IsTheSameRefusal()
    {
        (await stage.SendAsync(RawRequest.Form(InBody, "nobody"))).Should().Be(InvalidClient);
        (await stage.SendAsync(RawRequest.Form(InBody, "other"))).Should().Be(InvalidClient);
    }

    [Fact]
    public async Task Post_CredentialsInTheAddress_AreNotRead()
    {
        var request = RawRequest.Form(Grant) with { Target = $"/scim/jira/oauth2/token?client_id={AuthenticationStage.ClientId}&client_secret={AuthenticationStage.Secret}" };

        (await stage.SendAsync(request)).Should().Be(InvalidClient);
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=x", "unsupported_grant_type")]
    [InlineData("grant_type=CLIENT_CREDENTIALS", "unsupported_grant_type")]
    [InlineData($"{InBody}&client_id=x", "invalid_request")]
    [InlineData($"{Grant}&{InBody}", "invalid_request")]
    [InlineData($"{InBody}&scope=%22", "invalid_scope")]
    [InlineData($"{InBody}&scope=a++b", "invalid_scope")]
    [InlineData($"{InBody}&client_assertion=x", "invalid_request")]
    [InlineData($"{InBody}&client_assertion=x&{AssertionType}", "invalid_request")]
    [InlineData($"{Grant}&client_assertion=x&client_assertion_type=saml", "invalid_request")]
    [InlineData($"{Grant}&{AssertionType}", "invalid_request")]
    public async Task Post_RequestThatIsWrongForAnybody_SaysWhy(string body, string error)
    {
        var answer = await stage.SendAsync(RawRequest.Form(body));

        answer.Should().StartWith("HTTP/1.1 400").And.Contain("Cache-Control: no-store");
        JsonOf(answer)["error"]!.GetValue<string>().Should().Be(error);
        (await stage.SendAsync(RawRequest.Form(body, "nobody"))).Should().Be(answer);
    }

    [Fact]
    public async Task Post_TwoClientsInHeaderAndBody_IsInvalid()
    {
        var answer = await stage.SendAsync(RawRequest.Form(InBody, "jira", Basic($"{AuthenticationStage.ClientId}:{AuthenticationStage.NewSecret}")));

        JsonOf(answer)["error"]!.GetValue<string>().Should().Be("invalid_request");
    }

    [Theory]
    [InlineData("application/json", """{"grant_type":"client_credentials"}""")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nclient_credentials\r\n--x--\r\n")]
    public async Task Post_BodyThatIsNoForm_IsInvalid(string type, string body)
    {
        var request = new RawRequest("/scim/jira/oauth2/token", $"Content-Type: {type}") { Method = "POST", Body = body };

        JsonOf(await stage.SendAsync(request))["error"]!.GetValue<string>().Should().Be("invalid_request");
    }

    [Fact]
    public async Task Post_LargeBody_IsInvalid()
    {
        JsonOf(await stage.SendAsync(RawRequest.Form($"{InBody}&x={new string('x', 70_000)}")))["error"]!.GetValue<string>().Should().Be("invalid_request");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task OtherMethods_OfTheEndpoint_Are405WhateverTheConnection(string method)
    {
        var known = await stage.SendAsync(RawRequest.Form("") with { Method = method });

        known.Should().StartWith("HTTP/1.1 405").And.Contain("Allow: POST");
        (await stage.SendAsync(RawRequest.Form("", "nobody") with { Method = method })).Should().Be(known);
    }

    [Theory]
    [InlineData("/scim/jira/oauth2/tokens")]
    [InlineData("/scim/jira/oauth2/token/x")]
    [InlineData("/scim/jira/v2/oauth2/token")]
    [InlineData("/scim/oauth2/token")]
    [InlineData("/scim//oauth2/token")]
    public async Task Post_AnotherPath_IsGuardedLikeAnyOther(string path)
    {
        (await stage.SendAsync(RawRequest.Form(InBody) with { Target = path })).Should().StartWith("HTTP/1.1 401").And.Contain("A valid bearer token");
    }

    [Fact]
    public async Task Post_Assertion_IsAToken()
    {
        foreach (var audience in new[] { AuthenticationStage.WorkloadAudience, AuthenticationStage.WorkloadAudience + "/.default" })
        {
            var answer = await AssertAsync(stage.Assertion(claims => claims["aud"] = audience));

            answer.Should().StartWith("HTTP/1.1 200 OK");
            (await stage.SendAsync(RawRequest.Bearer(JsonOf(answer)["access_token"]!.GetValue<string>()))).Should().StartWith("HTTP/1.1 200");
        }
    }

    [Fact]
    public async Task Post_AssertionWithoutClientId_IsAToken()
    {
        (await stage.SendAsync(RawRequest.Form($"{Grant}&{AssertionType}&client_assertion={stage.Tenant.Key.Sign(stage.Assertion())}"))).Should().StartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task Post_AssertionAgain_IsATokenAsEntraKeepsItsTokens()
    {
        var assertion = stage.Assertion();

        (await AssertAsync(assertion)).Should().StartWith("HTTP/1.1 200 OK");
        (await AssertAsync(assertion)).Should().StartWith("HTTP/1.1 200 OK");
    }

    internal static IReadOnlyDictionary<string, Action<JsonObject>> WrongAssertions { get; } = new Dictionary<string, Action<JsonObject>>
    {
        ["another issuer"] = claims => claims["iss"] = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
        ["version 1.0 issuer"] = claims => claims["iss"] = "https://sts.windows.net/ce5f061f-abe6-4e40-9615-301f87bcb7f0/",
        ["no issuer"] = claims => claims.Remove("iss"),
        ["another audience"] = claims => claims["aud"] = "api://11111111-2222-3333-4444-555555555555",
        ["audience of another scope"] = claims => claims["aud"] = AuthenticationStage.WorkloadAudience + "/other",
        ["audience of Entra's own tokens"] = claims => claims["aud"] = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
        ["no audience"] = claims => claims.Remove("aud"),
        ["another subject"] = claims => claims["sub"] = "11111111-2222-3333-4444-555555555555",
        ["no subject"] = claims => claims.Remove("sub"),
        ["expired"] = claims => claims["exp"] = claims["iat"]!.GetValue<long>() - 121,
        ["no end"] = claims => claims.Remove("exp"),
        ["an end in two days"] = claims => claims["exp"] = claims["iat"]!.GetValue<long>() + 172_800,
        ["not yet valid"] = claims => claims["nbf"] = claims["iat"]!.GetValue<long>() + 130,
    };

    public static TheoryData<string> WrongAssertionNames => [.. WrongAssertions.Keys];

    [Theory]
    [MemberData(nameof(WrongAssertionNames))]
    public async Task Post_WrongAssertion_IsTheSameRefusal(string wrong)
    {
        (await AssertAsync(stage.Assertion(WrongAssertions[wrong]))).Should().Be(InvalidClient);
    }

    [Fact]
    public async Task Post_AssertionOfAnotherKey_IsTheSameRefusal()
    {
        (await AssertAsync(TestKey.Rsa("rsa-1").Sign(stage.Assertion()))).Should().Be(InvalidClient);
        (await AssertAsync(stage.OtherTenant.Key.Sign(stage.Assertion()))).Should().Be(InvalidClient);
        (await AssertAsync(TestKey.SignWithSecret(Encoding.ASCII.GetBytes(stage.Tenant.Key.PublicPem), stage.Assertion(), "rsa-1"))).Should().Be(InvalidClient);
    }

    [Fact]
    public async Task Post_TokenThatIsNoAssertion_IsTheSameRefusal()
    {
        (await AssertAsync(await stage.AccessTokenAsync())).Should().Be(InvalidClient, because: "an access token proves nothing at the token endpoint");
        (await AssertAsync(stage.Tenant.Key.Sign(stage.Claims()))).Should().Be(InvalidClient);
        (await AssertAsync("a.b.c")).Should().Be(InvalidClient);
        (await AssertAsync(stage.Token)).Should().Be(InvalidClient);
    }

    [Fact]
    public async Task Post_AssertionOfAnotherClient_IsTheSameRefusal()
    {
        var assertion = stage.Tenant.Key.Sign(stage.Assertion());

        (await stage.SendAsync(RawRequest.Form($"{Grant}&client_id=other-client&{AssertionType}&client_assertion={assertion}"))).Should().Be(InvalidClient);
        (await stage.SendAsync(RawRequest.Form($"{Grant}&{AssertionType}&client_assertion={assertion}", "other"))).Should().Be(InvalidClient);
        (await stage.SendAsync(RawRequest.Form($"{Grant}&{AssertionType}&client_assertion={assertion}", "nobody"))).Should().Be(InvalidClient);
    }

    private Task<string> AssertAsync(JsonObject claims) => AssertAsync(stage.Tenant.Key.Sign(claims));

    private Task<string> AssertAsync(string assertion) =>
        stage.SendAsync(RawRequest.Form($"{Grant}&client_id={AuthenticationStage.ClientId}&{AssertionType}&client_assertion={assertion}&scope=scim"));

    private static string Fill(string text) => text.Replace("{id}", AuthenticationStage.ClientId, StringComparison.Ordinal).Replace("{secret}", AuthenticationStage.Secret, StringComparison.Ordinal)
        .Replace("{SECRET}", AuthenticationStage.Secret.ToUpperInvariant(), StringComparison.Ordinal).Replace("{hash}", global::Gateway.Authentication.Sha256Digest.Hex(AuthenticationStage.Secret), StringComparison.Ordinal);

    private static string Basic(string credentials) => $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

    private static JsonNode JsonOf(string answer) => JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!;

    private static string Answer(string status, string body, string challenge) => string.Join("\r\n",
        $"HTTP/1.1 {status}", $"Content-Length: {body.Length}", "Connection: close", "Content-Type: application/json", "Cache-Control: no-store", "Pragma: no-cache", challenge,
        "X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'", "Referrer-Policy: no-referrer", "", body);
}
