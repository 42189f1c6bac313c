namespace Gateway.Tests.Authentication;

/// <summary>Whatever is wrong with a caller, the answer is one and the same, byte for byte: nobody learns why, or which connections there are.</summary>
public sealed class RefusalMatrixTests(AuthenticationStage stage) : IClassFixture<AuthenticationStage>
{
    private const string Body = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"A valid bearer token of this connection is required."}""";

    private static readonly string Refusal = string.Join("\r\n",
        "HTTP/1.1 401 Unauthorized", $"Content-Length: {Body.Length}", "Connection: close", "Content-Type: application/scim+json", "Cache-Control: no-store", "WWW-Authenticate: Bearer", "X-Content-Type-Options: nosniff",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'", "Referrer-Policy: no-referrer", "", Body);

    public static TheoryData<string> Jwts => [.. RefusedJwts.All.Keys];

    public static TheoryData<string> Requests => [.. RefusedRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Jwts))]
    public async Task Send_WrongJwt_IsTheSameRefusal(string wrong)
    {
        var token = RefusedJwts.All[wrong](stage);

        (await stage.SendAsync(RawRequest.Bearer(token))).Should().Be(Refusal);
        (await stage.SendAsync(RawRequest.Bearer(token, "nobody"))).Should().Be(Refusal, because: "an unknown connection must look like a known one");
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Send_WrongRequest_IsTheSameRefusal(string wrong)
    {
        var request = await RefusedRequests.All[wrong](stage);

        (await stage.SendAsync(request)).Should().Be(Refusal);
    }

    [Fact]
    public void Matrix_Cases_AreManyEnough() => (RefusedJwts.All.Count + RefusedRequests.All.Count).Should().BeGreaterThanOrEqualTo(100);
}
