using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Package;

/// <summary>The example of Gateway.Scim/README.md, text for text between the two marks.</summary>
internal static class ReadmeExample
{
    public static string Run(byte[] post, byte[] patch, DateTimeOffset now)
    {
        // README
        var type = ResourceSchema.User;
        var user = ResourceValidation.Validate(ScimJson.ParseObject(post).Value, type).Value;
        var filter = FilterParser.Parse("emails[type eq \"work\"].value sw \"ada@\"", type).Value;
        if (!FilterEvaluator.Matches(filter, user, type))
        {
            return ScimJson.ToText(ScimError.NotFound("Nobody has such an address.").ToObject());
        }

        if (!PatchRequest.Parse(ScimJson.ParseObject(patch).Value, type).TryGet(out var request, out var error)
            || !PatchEngine.Apply(user, request, type).TryGet(out var changed, out error))
        {
            return ScimJson.ToText(error.ToObject());
        }

        var meta = new ResourceMeta("2819c223", Created: null, LastModified: now, "https://example.com/v2/Users/2819c223", "W/\"2\"");
        return ScimJson.ToText(AttributeProjection.Parse("userName,title", null, type).Apply(meta.Compose(changed, type)));
        // END
    }
}
