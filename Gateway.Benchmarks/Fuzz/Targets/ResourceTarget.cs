using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Fuzz.Targets;

/// <summary>A POST body becomes a resource, and the resource an answer.</summary>
internal sealed class ResourceTarget() : FuzzTarget("resource", Dialect.Json)
{
    private static readonly ResourceMeta _meta = new("26118915", null, null, "https://scim.example.com/v2/Users/26118915", "W/\"1\"");

    public override void Run(byte[] input, FuzzProbe probe)
    {
        if (!ScimJson.ParseObject(input).TryGet(out var body, out var error))
        {
            probe.Error("JSON", error);
            return;
        }

        Run(body, ResourceSchema.User, probe);
        Run(body, ResourceSchema.Group, probe);
    }

    private static void Run(ScimObject body, ResourceSchema schema, FuzzProbe probe)
    {
        if (!ResourceValidation.Validate(body, schema).TryGet(out var resource, out var error))
        {
            probe.Error(schema.Name, error);
            return;
        }

        probe.Ok(schema.Name);
        probe.Expect(ResourceValidation.Validate(resource, schema).TryGet(out var again, out _) && again.Equals(resource), "a valid resource that is not valid, or another, when validated again");
        View(resource);
        var answer = AttributeProjection.Default(schema).Apply(_meta.Compose(resource, schema));
        probe.Expect(schema == ResourceSchema.Group || answer["password"] is null, "a password that is answered");
        probe.Answer(answer);
        probe.Answer(new ListResponse(1, 1, [answer]).ToObject());
    }

    private static void View(ScimObject resource)
    {
        var user = new UserResource(resource);
        _ = (user.Active, user.UserName, user.FormattedName, user.Emails.Count, user.PhoneNumbers.Count, user.ManagerId);
        _ = new GroupResource(resource).MemberIds;
    }
}
