using Gateway.Directories;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>What is kept of a user, and how it is made of a SCIM resource and the app's answer.</summary>
internal static class UserLinks
{
    /// <summary>The link after the app confirmed: attributes as Entra wrote them, the fields that were sent as the app shows them.</summary>
    /// <param name="wasSent">Whether this operation sent the app field. What was not sent stays as it was: a value that a hand changed in the app must not pass for ours.</param>
    public static Link Confirmed(Operation operation, Link link, ScimObject resource, UserTransform rules, AppUser? live, Func<string, bool> wasSent)
    {
        var now = operation.Clock.GetUtcNow();
        var changed = link with
        {
            IdpName = resource.GetString("userName") ?? link.IdpName,
            ExternalId = resource.GetString("externalId"),
            Attributes = Kept(resource),
            State = LinkState.Live,
            Version = link.Version + 1,
            LastModified = now,
        };
        return live is null ? changed with { State = link.State } : changed with
        {
            AppName = live.Name,
            NameProvedAt = live.IsSeen ? now : link.NameProvedAt,
            Active = live.Active ?? link.Active,
            Fields = FieldsOf(rules, live, link.Fields, wasSent),
        };
    }

    /// <summary>The attributes of a resource that the store keeps: no password, and nothing that the link or the server says itself.</summary>
    public static ScimObject Kept(ScimObject resource) => resource
        .Without("schemas").Without("id").Without("meta").Without("password").Without("groups").Without("userName").Without("externalId");

    /// <summary>
    /// What the rules get for a userName that Entra never told (a link healed from its id): the account's address where the
    /// rule makes the account's name of it, else that name.
    /// </summary>
    public static async ValueTask<string> AssumedNameAsync(Operation operation, Link link, AppUser? live, CancellationToken cancellationToken)
    {
        var name = live?.Name ?? link.AppName;
        var address = live is null
            ? link.Fields.FirstOrDefault(field => field.Field is "emailAddress" or "email")?.Value
            : live.Email;
        return address is not null
            && (await operation.Transform.NameForLookupAsync(address, cancellationToken)).TryGet(out var made, out _)
            && name.Equals(made, StringComparison.OrdinalIgnoreCase)
            ? address
            : name;
    }

    /// <summary>The resource as Entra last wrote it: the base of a PATCH.</summary>
    public static ScimObject Written(Link link)
    {
        var resource = link.Attributes;
        if (link.IdpName is not null)
        {
            resource = resource.With("userName", new ScimString(link.IdpName));
        }

        return link.ExternalId is null ? resource : resource.With("externalId", new ScimString(link.ExternalId));
    }

    /// <summary>App fields as the app confirmed them at the last write, with the SCIM path that supplied each. What the app does not tell of a field that it took is what was sent.</summary>
    private static List<LinkField> FieldsOf(UserTransform rules, AppUser live, IReadOnlyList<LinkField> before, Func<string, bool> wasSent)
    {
        var fields = new List<LinkField>(live.Fields.Count);
        foreach (var (field, value) in live.Fields)
        {
            var mapped = rules.Fields.FirstOrDefault(candidate => candidate.Field == field);
            if (mapped is not null && wasSent(field))
            {
                fields.Add(new(field, value, mapped.SourcePath));
            }
            else if (before.FirstOrDefault(known => known.Field == field) is { } known)
            {
                fields.Add(mapped?.Value == known.Value ? known with { SourcePath = mapped.SourcePath } : known);
            }
        }

        var untold = rules.Fields.Where(mapped => wasSent(mapped.Field) && !live.Fields.ContainsKey(mapped.Field)).Select(mapped => new LinkField(mapped.Field, mapped.Value, mapped.SourcePath)).ToList();
        fields.AddRange(untold);
        fields.AddRange(before.Where(known => !live.Fields.ContainsKey(known.Field) && untold.All(sent => sent.Field != known.Field)));
        return fields;
    }
}
