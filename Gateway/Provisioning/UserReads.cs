using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>GET /Users/{id} and GET /Users (RFC 7644 sections 3.4.1 and 3.4.2). The app is always asked about what is answered.</summary>
internal sealed class UserReads(IStateStore store, LinkResolver resolver, Adoption adoption)
{
    // A name seen beside its key within the last minutes need not be written again.
    private static readonly TimeSpan ProofRefresh = TimeSpan.FromMinutes(5);

    /// <summary>One user, live (1 app call).</summary>
    public async Task<Outcome<ScimObject>> GetAsync(Operation operation, string id, CancellationToken cancellationToken)
    {
        var found = await resolver.FindUserAsync(operation, id, cancellationToken);
        if (!found.TryGet(out var linked, out var error))
        {
            return error;
        }

        var (link, live) = linked;
        if (live is not null)
        {
            return ResourceRendering.UnlinkedUser(operation, live, link.IdpName ?? live.Name);
        }

        var read = await ReadAsync(operation, link, cancellationToken);
        return read.TryGet(out var resource, out error) ? resource is null ? Gone(operation, link) : resource : error;
    }

    /// <summary>Users that match; 200 with none is the answer to a look-up without a hit.</summary>
    public async Task<Outcome<ScimPage>> ListAsync(Operation operation, ListQuery query, CancellationToken cancellationToken)
    {
        if (query.Filter is null)
        {
            return await PageAsync(operation, query, cancellationToken);
        }

        var plan = LookupPlan.For(query.Filter, "userName");
        return plan.Key switch
        {
            LookupKey.Id => await ByIdAsync(operation, query, plan, cancellationToken),
            LookupKey.IdpName => await ByUserNameAsync(operation, query, plan, cancellationToken),
            LookupKey.ExternalId => await FilterLinksAsync(operation, query, await store.FindLinksByExternalIdAsync(operation.Connection.Name, ResourceKind.User, plan.Value, cancellationToken), cancellationToken),
            LookupKey.Email when plan.IsWhole => await ByEmailAsync(operation, query, plan.Value, cancellationToken),
            _ => await ScanAsync(operation, query, cancellationToken),
        };
    }

    /// <summary>The live resource of a link; null when the app says, proved, that it is gone (the link is marked missing).</summary>
    private async Task<Outcome<ScimObject?>> ReadAsync(Operation operation, Link link, CancellationToken cancellationToken)
    {
        var read = await operation.Directory.GetUserAsync(link.AppKey, cancellationToken);
        if (!read.TryGet(out var live, out var failure))
        {
            if (failure.Kind != AppFailureKind.NotFound)
            {
                return failure.ToScim(operation, $"read user '{link.AppName}'");
            }

            if (link.State != LinkState.Missing)
            {
                store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Missing)]);
            }

            return (ScimObject?)null;
        }

        NoteProof(operation, link, live);
        return ResourceRendering.User(operation, link, live);
    }

    private void NoteProof(Operation operation, Link link, AppUser live)
    {
        var now = operation.Clock.GetUtcNow();
        if (link.State == LinkState.Missing)
        {
            store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Live)]);
        }

        if (link.AppName != live.Name || link.NameProvedAt is null || now - link.NameProvedAt > ProofRefresh)
        {
            store.Post([new StateChange.NameProved(link.Connection, link.Kind, link.Id, live.Name, now)]);
        }
    }

    private static ScimError Gone(Operation operation, Link link) =>
        ScimError.NotFound($"Connection '{operation.Connection.Name}': user {link.Id} ('{link.AppName}') no longer exists in {operation.App}.");

    private async Task<Outcome<ScimPage>> ByIdAsync(Operation operation, ListQuery query, LookupPlan plan, CancellationToken cancellationToken)
    {
        var found = await resolver.FindUserAsync(operation, plan.Value, cancellationToken);
        if (!found.TryGet(out var known, out var error))
        {
            // Who may not be linked is not shown, as in a look-up by name.
            return error.Status >= 500 || error.Status == 429 ? error : ScimPage.Empty(query.StartIndex);
        }

        if (known.Live is not { } live)
        {
            return await FilterLinksAsync(operation, query, [known.Link], cancellationToken);
        }

        var unlinked = ResourceRendering.UnlinkedUser(operation, live, known.Link.IdpName ?? live.Name);
        return FilterEvaluator.Matches(query.Filter!, unlinked, ResourceSchema.User) ? query.Page([unlinked]) : ScimPage.Empty(query.StartIndex);
    }

    /// <summary>Links that a key found: the whole filter decides on what is stored, then each is read live.</summary>
    private async Task<Outcome<ScimPage>> FilterLinksAsync(Operation operation, ListQuery query, IReadOnlyList<Link> links, CancellationToken cancellationToken)
    {
        var hits = new List<ScimObject>();
        foreach (var link in links)
        {
            if (!FilterEvaluator.Matches(query.Filter!, ResourceRendering.Stored(operation, link), ResourceSchema.User))
            {
                continue;
            }

            var read = await ReadAsync(operation, link, cancellationToken);
            if (!read.TryGet(out var resource, out var error))
            {
                return error;
            }

            if (resource is not null)
            {
                hits.Add(resource);
            }
        }

        return query.Page(hits);
    }

    /// <summary>
    /// The matching look-up of Entra. The IdP userName of linked users first; then the transformed name among users that
    /// nobody is linked to, and only where a POST would adopt: two people are never merged.
    /// </summary>
    private async Task<Outcome<ScimPage>> ByUserNameAsync(Operation operation, ListQuery query, LookupPlan plan, CancellationToken cancellationToken)
    {
        operation.IdpName = plan.Value;
        var links = await store.FindLinksByIdpNameAsync(operation.Connection.Name, ResourceKind.User, plan.Value, cancellationToken);
        foreach (var link in links.Where(link => link.State == LinkState.Live || !links.Any(other => other.State == LinkState.Live)))
        {
            if (!plan.IsWhole && !FilterEvaluator.Matches(query.Filter!, ResourceRendering.Stored(operation, link), ResourceSchema.User))
            {
                continue;
            }

            var read = await ReadAsync(operation, link, cancellationToken);
            if (!read.TryGet(out var resource, out var error))
            {
                return error;
            }

            if (resource is not null)
            {
                operation.Id = link.Id;
                return query.Page([resource]);
            }
        }

        return plan.IsWhole ? await UnlinkedAsync(operation, query, plan.Value, cancellationToken) : ScimPage.Empty(query.StartIndex);
    }

    private async Task<Outcome<ScimPage>> UnlinkedAsync(Operation operation, ListQuery query, string userName, CancellationToken cancellationToken)
    {
        var named = await operation.Transform.NameForLookupAsync(userName, cancellationToken);
        if (!named.TryGet(out var name, out var error))
        {
            // A userName that no rule accepts is nobody's: Test Connection asks for a random one and must get an empty list.
            return error.Status >= 500 ? error : await ProbeAsync(operation, query, cancellationToken);
        }

        if (name is null)
        {
            return await ProbeAsync(operation, query, cancellationToken);
        }

        operation.AppName = name;
        var found = await operation.Directory.FindUserByNameAsync(name, cancellationToken);
        if (!found.TryGet(out var user, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? ScimPage.Empty(query.StartIndex) : failure.ToScim(operation, $"look for user '{name}'");
        }

        return await OfferAsync(operation, query, user, userName, cancellationToken);
    }

    /// <summary>A look-up that needs no app call still proves that the app is there: Test Connection must not succeed against an outage.</summary>
    private static async Task<Outcome<ScimPage>> ProbeAsync(Operation operation, ListQuery query, CancellationToken cancellationToken)
    {
        var answer = await operation.Directory.FindUserByNameAsync(ProbeName, cancellationToken);
        return answer.Failure is { } failure && failure.Kind != AppFailureKind.NotFound ? failure.ToScim(operation, "reach the app") : ScimPage.Empty(query.StartIndex);
    }

    /// <summary>A name that nobody has.</summary>
    private const string ProbeName = "scim-gateway-probe";

    private async Task<Outcome<ScimPage>> OfferAsync(Operation operation, ListQuery query, AppUser user, string userName, CancellationToken cancellationToken)
    {
        if (operation.Connection.Users.Adopt == UserAdopt.Never || Adoption.CheckOption(operation, user, [userName]) is not null)
        {
            operation.Notes.Add($"'{user.Name}' exists in {operation.App} and is not shown: Users.Adopt is {operation.Connection.Users.Adopt}.");
            return ScimPage.Empty(query.StartIndex);
        }

        if (await adoption.CheckFreeAsync(operation, user, userName, null, cancellationToken) is { } taken)
        {
            operation.Notes.Add(taken.Detail);
            return taken.Status >= 500 || taken.Status == 429 ? taken : ScimPage.Empty(query.StartIndex);
        }

        // A link that was healed from its id and never told a userName: what Entra wrote to it since is shown.
        var healed = await store.FindLinkByAppKeyAsync(operation.Connection.Name, ResourceKind.User, user.Key, cancellationToken);
        var id = healed?.Id ?? ScimId.Encode(user.Key);
        operation.Id = id;
        await store.CommitAsync([new StateChange.SaveSighting(new(operation.Connection.Name, ResourceKind.User, id, user.Key, user.Name, userName, operation.Clock.GetUtcNow()))], cancellationToken);
        return query.Page([healed is null
            ? ResourceRendering.UnlinkedUser(operation, user, userName)
            : ResourceRendering.User(operation, healed with { IdpName = userName }, user)]);
    }

    /// <summary>By e-mail: the app's search first (1 call), then what is stored; an app that shows only part is never "nobody".</summary>
    private async Task<Outcome<ScimPage>> ByEmailAsync(Operation operation, ListQuery query, string email, CancellationToken cancellationToken)
    {
        var found = await operation.Directory.FindUsersByEmailAsync(email, cancellationToken);
        if (!found.TryGet(out var users, out var failure))
        {
            return failure.ToScim(operation, $"look for '{email}'");
        }

        var hits = new List<ScimObject>();
        foreach (var user in users)
        {
            var link = await store.FindLinkByAppKeyAsync(operation.Connection.Name, ResourceKind.User, user.Key, cancellationToken);
            if (link is not null)
            {
                var resource = ResourceRendering.User(operation, link, user);
                if (FilterEvaluator.Matches(query.Filter!, resource, ResourceSchema.User))
                {
                    hits.Add(resource);
                }

                continue;
            }

            var offered = await OfferAsync(operation, new(query.Filter, 1, 1, false), user, email, cancellationToken);
            if (!offered.TryGet(out var page, out var error))
            {
                return error;
            }

            hits.AddRange(page.Resources);
        }

        return hits.Count > 0 ? query.Page(hits) : await ScanAsync(operation, query, cancellationToken);
    }

    /// <summary>Any other filter: evaluated over the stored values, one link in memory at a time; only the page is read live.</summary>
    private async Task<Outcome<ScimPage>> ScanAsync(Operation operation, ListQuery query, CancellationToken cancellationToken)
    {
        var (total, page) = (0, new List<Link>());
        await foreach (var link in store.ScanLinksAsync(operation.Connection.Name, ResourceKind.User, cancellationToken))
        {
            if (link.State == LinkState.Missing || !FilterEvaluator.Matches(query.Filter!, ResourceRendering.Stored(operation, link), ResourceSchema.User))
            {
                continue;
            }

            total++;
            if (total >= query.StartIndex && page.Count < query.Count)
            {
                page.Add(link);
            }
        }

        return await ReadPageAsync(operation, query, total, page, cancellationToken);
    }

    private async Task<Outcome<ScimPage>> PageAsync(Operation operation, ListQuery query, CancellationToken cancellationToken)
    {
        var total = await store.CountLinksAsync(operation.Connection.Name, ResourceKind.User, cancellationToken);
        var page = query.Count == 0 ? [] : await store.PageLinksAsync(operation.Connection.Name, ResourceKind.User, query.StartIndex - 1, query.Count, cancellationToken);
        return await ReadPageAsync(operation, query, total, page, cancellationToken);
    }

    private async Task<Outcome<ScimPage>> ReadPageAsync(Operation operation, ListQuery query, int total, IReadOnlyList<Link> page, CancellationToken cancellationToken)
    {
        var reads = await Task.WhenAll(page.Select(link => ReadAsync(operation, link, cancellationToken)));
        var resources = new List<ScimObject>(reads.Length);
        foreach (var read in reads)
        {
            if (!read.TryGet(out var resource, out var error))
            {
                return error;
            }

            if (resource is not null)
            {
                resources.Add(resource);
            }
            else
            {
                total--;
            }
        }

        return new ScimPage(total, query.StartIndex, resources);
    }
}
