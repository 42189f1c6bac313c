using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Fuzz.Targets;

/// <summary>A PATCH body is read for a user and for a group, and applied to one.</summary>
internal sealed class PatchTarget() : FuzzTarget("patch", Dialect.Json)
{
    public override void Run(byte[] input, FuzzProbe probe)
    {
        if (!ScimJson.ParseObject(input).TryGet(out var body, out var error))
        {
            probe.Error("JSON", error);
            return;
        }

        if (PatchRequest.Parse(body, ResourceSchema.User).TryGet(out var user, out error))
        {
            Apply("User", FuzzSample.User, user, ResourceSchema.User, probe);
        }
        else
        {
            probe.Error("User", error);
        }

        if (PatchRequest.Parse(body, ResourceSchema.Group).TryGet(out var group, out error))
        {
            Apply("Group", FuzzSample.Group, group, ResourceSchema.Group, probe);
            Split(group, probe);
        }
        else
        {
            probe.Error("Group", error);
        }
    }

    private static void Apply(string part, ScimObject resource, PatchRequest request, ResourceSchema schema, FuzzProbe probe)
    {
        var before = ScimJson.ToText(resource);
        request.Touches("emails[type eq \"work\"].value");
        if (PatchEngine.Apply(resource, request, schema).TryGet(out var changed, out var error))
        {
            probe.Ok(part);
            probe.Answer(changed);
        }
        else
        {
            probe.Error(part + ", applied", error);
        }

        probe.Expect(ScimJson.ToText(resource) == before, "a PATCH that changes the resource that it was given");
    }

    private static void Split(PatchRequest request, FuzzProbe probe)
    {
        if (!GroupPatch.Split(request).TryGet(out var split, out var error))
        {
            probe.Error("Group, split", error);
            return;
        }

        probe.Ok("Group, split");
        foreach (var ids in split.Members.Select(Ids))
        {
            probe.Expect(ids.All(id => id.Length > 0) && ids.Distinct(StringComparer.Ordinal).Count() == ids.Count, "a member without id, or named twice");
        }
    }

    private static IReadOnlyList<string> Ids(MemberOperation operation) => operation switch
    {
        MemberOperation.Add add => add.Ids,
        MemberOperation.Remove remove => remove.Ids,
        MemberOperation.ReplaceAll replace => replace.Ids,
        _ => [],
    };
}
