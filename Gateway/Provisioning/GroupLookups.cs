using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>GET /Groups and its <c>.search</c>: like <see cref="UserLookups"/>.</summary>
internal sealed class GroupLookups(IStateStore store, LinkResolver resolver, GroupReads reads, PageReads pages)
{
    public async Task<Outcome<ScimPage>> ListAsync(Operation operation, ListQuery query, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        if (query.Filter is not null && MemberTerms.Split(query.Filter) is { } asked)
        {
            return await WithMemberAsync(operation, query, asked, cancellationToken);
        }

        // Members are not stored: a key would find the group, and the rest of the filter could not be evaluated.
        var plan = NamedMembers.IsAskedBy(query.Filter) ? LookupPlan.Scan : LookupPlan.For(query.Filter, query.Type);
        switch (plan.Key)
        {
            case LookupKey.Id:
                var one = await store.FindLinkAsync(connection, ResourceKind.Group, plan.Value, cancellationToken);
                return await FilterLinksAsync(operation, query, one is null ? [] : [one], cancellationToken);
            case LookupKey.ExternalId:
                var known = await store.FindLinksByExternalIdAsync(connection, ResourceKind.Group, plan.Value, cancellationToken);
                return known.Count == 0 && plan.IsWhole && operation.Traits.LabelsGroups ? await ByLabelAsync(operation, query, plan.Value, cancellationToken)
                    : known.Count < IStateStore.MaxFound
                    ? await FilterLinksAsync(operation, query, known, cancellationToken)
                    : await pages.ReadAsync(operation, [query], cancellationToken);
            case LookupKey.IdpName:
                return await ByDisplayNameAsync(operation, query, plan, cancellationToken);
            default:
                return await pages.ReadAsync(operation, [query], cancellationToken);
        }
    }

    /// <summary>By displayName: of linked groups first, then the app's group of the transformed name where a POST would take it up.</summary>
    private async Task<Outcome<ScimPage>> ByDisplayNameAsync(Operation operation, ListQuery query, LookupPlan plan, CancellationToken cancellationToken)
    {
        operation.IdpName = plan.Value;
        var links = await store.FindLinksByIdpNameAsync(operation.Connection.Name, ResourceKind.Group, plan.Value, cancellationToken);
        var linked = await FilterLinksAsync(operation, query, links, cancellationToken);
        if (!linked.TryGet(out var page, out var error) || page.Total > 0 || !plan.IsWhole)
        {
            return error is null ? page! : error;
        }

        var transformed = await operation.Transform.TransformGroupAsync(ScimObject.Of(("displayName", new ScimString(plan.Value))), operation.ContextFor("lookup"), cancellationToken);
        var name = transformed.TryGet(out var rules, out error) ? rules.Name : plan.Value;
        if (error is { Status: >= 500 })
        {
            return error;
        }

        operation.AppName = name;
        var found = await operation.Directory.FindGroupAsync(name, linked: false, cancellationToken);
        if (!found.TryGet(out var group, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? ScimPage.Empty(query.StartIndex) : failure.ToScim(operation, $"look for group '{name}'");
        }

        return error is null ? await OfferAsync(operation, query, group, plan.Value, cancellationToken) : ScimPage.Empty(query.StartIndex);
    }

    /// <summary>An app that keeps labels is asked for the externalId that no link knows: so a lost store heals.</summary>
    private async Task<Outcome<ScimPage>> ByLabelAsync(Operation operation, ListQuery query, string externalId, CancellationToken cancellationToken)
    {
        var found = await operation.Directory.FindGroupsByExternalIdAsync(externalId, cancellationToken);
        if (!found.TryGet(out var groups, out var failure))
        {
            return failure.ToScim(operation, $"look for a group of externalId '{externalId}'");
        }

        // SCIM's externalId is case-exact, an app's search is not.
        var exact = groups.Where(group => group.ExternalId == externalId).ToList();
        if (exact.Count > 1)
        {
            return ScimError.TooMany($"Connection '{operation.Connection.Name}': {exact.Count} groups of {operation.App} have the externalId '{externalId}': {string.Join(", ", exact.Select(group => group.Name))}.");
        }

        return exact.Count == 0 ? ScimPage.Empty(query.StartIndex) : await OfferAsync(operation, query, exact[0], exact[0].Name, cancellationToken);
    }

    private async Task<Outcome<ScimPage>> OfferAsync(Operation operation, ListQuery query, AppGroup group, string displayName, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var holders = await store.FindLinksByAppNameAsync(connection, ResourceKind.Group, group.Name, cancellationToken);
        if (operation.Connection.Groups.Adopt == GroupAdopt.Never || holders.Any(link => link.State == LinkState.Live && link.IdpName is not null))
        {
            return ScimPage.Empty(query.StartIndex);
        }

        if (await Protection.CheckGroupForLinkAsync(operation, group.Name, cancellationToken) is { } refused)
        {
            operation.Notes.Add(refused.Detail);
            return refused.Status >= 500 || refused.Status == 429 ? refused : ScimPage.Empty(query.StartIndex);
        }

        var key = group.Name.ToLowerInvariant();
        var id = await GroupIds.OfAsync(store, connection, group, cancellationToken);
        operation.Id = id;
        if (await store.FindTombstoneAsync(connection, ResourceKind.Group, id, cancellationToken) is not null)
        {
            // Shown, it would be written to and answer 404; the POST that follows an empty list takes it up.
            return ScimPage.Empty(query.StartIndex);
        }

        await store.CommitAsync([new StateChange.SaveSighting(new(connection, ResourceKind.Group, id, key, group.Name, displayName, operation.Clock.GetUtcNow()))], cancellationToken);
        IReadOnlyList<AppUser>? members = null;
        if (query.WithMembers)
        {
            var listed = await operation.Directory.ListMembersAsync(group.Name, cancellationToken);
            if (!listed.TryGet(out members, out var failure))
            {
                return failure.ToScim(operation, $"read the members of '{group.Name}'");
            }
        }

        return query.Page([ResourceRendering.UnlinkedGroup(operation, id, displayName, members, group.ExternalId)]);
    }

    /// <summary><c>id eq "g" and members eq "u"</c>: one question to the app, never the member list.</summary>
    private async Task<Outcome<ScimPage>> WithMemberAsync(Operation operation, ListQuery query, MemberTerms asked, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var found = await resolver.FindGroupAsync(operation, asked.GroupId, cancellationToken);
        if (!found.TryGet(out var group, out var error))
        {
            return error.Status >= 500 || error.Status == 429 ? error : ScimPage.Empty(query.StartIndex);
        }

        // Members are the app's, linked or not.
        var user = await store.FindLinkAsync(connection, ResourceKind.User, asked.MemberId, cancellationToken);
        if (user is null && !ScimId.TryDecode(asked.MemberId, out _))
        {
            return ScimPage.Empty(query.StartIndex);
        }

        var key = user?.AppKey ?? (ScimId.TryDecode(asked.MemberId, out var decoded) ? decoded : asked.MemberId);
        var answer = await operation.Directory.IsMemberAsync(group.AppName, new(key, user?.AppName ?? key), cancellationToken);
        if (!answer.TryGet(out var isMember, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? ScimPage.Empty(query.StartIndex) : failure.ToScim(operation, $"tell whether '{user?.AppName ?? key}' is in '{group.AppName}'");
        }

        return isMember ? query.Page([GroupReads.Show(operation, group, null)]) : ScimPage.Empty(query.StartIndex);
    }

    private async Task<Outcome<ScimPage>> FilterLinksAsync(Operation operation, ListQuery query, IReadOnlyList<Link> links, CancellationToken cancellationToken)
    {
        var hits = new List<ScimObject>();
        foreach (var link in links.Where(link => FilterEvaluator.Matches(query.Filter!, ResourceRendering.Stored(operation, link), ResourceSchema.Group)))
        {
            var read = await reads.ReadAsync(operation, link, query.WithMembers, cancellationToken);
            if (!read.TryGet(out var resource, out var error))
            {
                return error;
            }

            if (resource is not null)
            {
                operation.Id = link.Id;
                hits.Add(resource);
            }
        }

        return query.Page(hits);
    }
}
