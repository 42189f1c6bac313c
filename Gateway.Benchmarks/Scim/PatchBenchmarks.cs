using System.Text;
using BenchmarkDotNet.Attributes;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Scim;

/// <summary>The PATCH bodies that Entra sends, from the attribute tree to the checked request, and from there to the changed resource.</summary>
[MemoryDiagnoser]
public class PatchBenchmarks
{
    private static readonly ScimObject Active = Body("""{"op":"Replace","path":"active","value":"False"}""");

    private static readonly ScimObject Ten = Body("""
        {"op":"Replace","path":"displayName","value":"Countess Lovelace"},
        {"op":"Replace","path":"name.givenName","value":"Augusta"},
        {"op":"Replace","path":"name.familyName","value":"King"},
        {"op":"Add","path":"title","value":"Countess"},
        {"op":"Add","path":"preferredLanguage","value":"en-GB"},
        {"op":"Replace","path":"emails[type eq \"work\"].value","value":"countess@contoso.com"},
        {"op":"Add","path":"phoneNumbers[type eq \"pager\"].value","value":"+1 555 0103"},
        {"op":"Replace","path":"addresses[type eq \"work\"].locality","value":"London"},
        {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Engines"},
        {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"JIRAUSER10002"}
        """);

    private static readonly ScimObject Pathless = Body("""
        {"op":"replace","value":{"displayName":"Countess Lovelace","name.givenName":"Augusta","name.familyName":"King",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"1852"}}
        """);

    private static readonly ScimObject Members = Body(
        $$"""{"op":"Add","path":"members","value":[{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $$"""{"$ref":null,"value":"JIRAUSER{{20_000 + i}}"}"""))}}]}""");

    private static readonly ScimObject User = ResourceValidation.Validate(SampleUser.Resource, ResourceSchema.User).Value;

    private static readonly ScimObject Group = ResourceValidation.Validate(
        ScimObject.Of(
            ("displayName", new ScimString("jira-software-users")),
            ("members", new ScimArray(Enumerable.Range(0, 1_000).Select(i => ScimObject.Of(("value", new ScimString($"JIRAUSER{10_000 + i}"))))))),
        ResourceSchema.Group).Value;

    private static readonly PatchRequest ActiveRequest = PatchRequest.Parse(Active, ResourceSchema.User).Value;
    private static readonly PatchRequest TenRequest = PatchRequest.Parse(Ten, ResourceSchema.User).Value;
    private static readonly PatchRequest PathlessRequest = PatchRequest.Parse(Pathless, ResourceSchema.User).Value;
    private static readonly PatchRequest MembersRequest = PatchRequest.Parse(Members, ResourceSchema.Group).Value;

    [Benchmark]
    public bool ParseActive() => PatchRequest.Parse(Active, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ParseTen() => PatchRequest.Parse(Ten, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ParsePathless() => PatchRequest.Parse(Pathless, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ParseThousandMembers() => PatchRequest.Parse(Members, ResourceSchema.Group).IsOk;

    [Benchmark]
    public bool ApplyActive() => PatchEngine.Apply(User, ActiveRequest, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ApplyTen() => PatchEngine.Apply(User, TenRequest, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ApplyPathless() => PatchEngine.Apply(User, PathlessRequest, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ApplyThousandMembers() => PatchEngine.Apply(Group, MembersRequest, ResourceSchema.Group).IsOk;

    [Benchmark]
    public bool SplitThousandMembers() => GroupPatch.Split(MembersRequest).IsOk;

    private static ScimObject Body(string operations) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(
        $$"""{"schemas":["{{PatchRequest.Urn}}"],"Operations":[{{operations}}]}""")).Value;
}
