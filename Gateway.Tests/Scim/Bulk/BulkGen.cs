using CsCheck;
using Gateway.Scim.Bulk;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Bulk;

/// <summary>One operation of a random bulk request: what it was made from, for a model that knows nothing of the code.</summary>
/// <param name="Target">An id, or <c>bulkId:b3</c>; null for POST.</param>
/// <param name="Refers">Operations that the data refers to by bulkId; one that is no POST, or does not exist, is unknown.</param>
internal sealed record RandomOperation(BulkMethod Method, string Type, string? Target, string Name, IReadOnlyList<int> Refers, IReadOnlyList<string> Named)
{
    public override string ToString() => $"{Method} {Type}/{Target} {Name} refers to {string.Join(' ', Refers)} names {string.Join(' ', Named)}\n";

    public string ToJson(int index)
    {
        var named = Named.Select((id, i) => i % 2 == 0 ? $$"""{"value":"{{id}}"}""" : $$"""{"path":"members[value eq \"{{id}}\"]"}""");
        var refers = Refers.Select((post, i) => i % 2 == 0 ? $$"""{"value":"bulkId:b{{post}}"}""" : $$"""{"$ref":"../Users/bulkId:b{{post}}"}""");
        var data = $$"""{"{{(Type == "Users" ? "userName" : "displayName")}}":"{{Name}}","members":[{{string.Join(',', named.Concat(refers))}}]}""";
        return $$"""{"method":"{{Method}}","bulkId":"b{{index}}","path":"/{{Type}}{{(Target is null ? "" : "/" + Target)}}","data":{{data}}}""";
    }
}

/// <summary>Random bulk requests with few resources and names, so that they meet often.</summary>
internal static class BulkGen
{
    private const int MaxOperations = 12;

    public static Gen<RandomOperation[]> Operations { get; } = Gen.Select(
        Gen.OneOfConst(BulkMethod.Post, BulkMethod.Post, BulkMethod.Put, BulkMethod.Patch, BulkMethod.Patch, BulkMethod.Delete),
        Gen.OneOfConst("Users", "Groups"),
        Gen.OneOf(Gen.OneOfConst("7", "8", "9", "red"), Gen.Int[0, MaxOperations - 1].Select(post => $"bulkId:b{post}")),
        Gen.OneOfConst("ada", "ADA", "bob", "cyd", "dan", "eve"),
        Gen.Frequency((3, Gen.Const(Array.Empty<int>())), (2, Gen.Int[0, MaxOperations].Array[1, 2])),
        Gen.Frequency((2, Gen.Const(Array.Empty<string>())), (1, Gen.OneOfConst("7", "8", "9", "red").Array[1, 2])),
        (method, type, target, name, refers, named) => method switch
        {
            BulkMethod.Post => new RandomOperation(method, type, null, name, refers, named),
            BulkMethod.Delete => new RandomOperation(method, type, target, name, [], []),
            _ => new RandomOperation(method, type, target, name, refers, named),
        }).Array[1, MaxOperations];

    public static ScimObject Body(IReadOnlyList<RandomOperation> operations, int? failOnErrors = null)
    {
        var body = BulkBody.Of(operations.Select((operation, index) => operation.ToJson(index)));
        return failOnErrors is { } limit ? body.With("failOnErrors", ScimNumber.Of(limit)) : body;
    }
}
