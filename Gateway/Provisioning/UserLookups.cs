using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// GET /Users and its <c>.search</c> (RFC 7644 sections 3.4.2 and 3.4.3). A filter by a key is a look-up: over the links, and where it says nothing else over the
/// app's users that nobody is linked to. Any other is evaluated over what is stored.
/// </summary>
internal sealed class UserLookups(IStateStore store, LinkResolver resolver, Adoption adoption, UserReads reads, PageReads pages)
{
    /// <summary>Users that match; 200 with none is the answer to a look-up without a hit.</summary>
    public async Task<Outcome<ScimPage>> ListAsync(Operation operation, ListQuery query, CancellationToken cancellationToken)
    {
        var plan = LookupPlan.For(query.Filter, query.Type);
        return plan.Key switch
        {
            LookupKey.Id => await ByIdAsync(operation, query, plan, cancellationToken),
            LookupKey.IdpName => await ByUserNameAsync(operation, query, plan, cancellationToken),
            LookupKey.ExternalId => await ByExternalIdAsync(operation, query, plan.Value, cancellationToken),
            LookupKey.Email when plan.IsWhole => await ByEmailAsync(operation, query, plan.Value, cancellationToken),
            LookupKey.None when plan.Path is { } path && operation.Transform.FieldFor(path.ToString()) is { } field && operation.Traits.CanSearch(field) =>
                await ByMappedAsync(operation, query, field, plan.Value, cancellationToken),
            _ => await pages.ReadAsync(operation, [query], cancellationToken),
        };
    }

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

    private async Task<Outcome<ScimPage>> ByExternalIdAsync(Operation operation, ListQuery query, string externalId, CancellationToken cancellationToken)
    {
        var links = await store.FindLinksByExternalIdAsync(operation.Connection.Name, ResourceKind.User, externalId, cancellationToken);
        if (links.Count >= IStateStore.MaxFound)
        {
            return await pages.ReadAsync(operation, [query], cancellationToken);
        }

        return links.Count == 0 && operation.Transform.FieldFor("externalId") is { } field && operation.Traits.CanSearch(field)
            ? await UnlinkedByExternalIdAsync(operation, query, field, externalId, cancellationToken)
            : await FilterLinksAsync(operation, query, links, cancellationToken);
    }

    /// <summary>An app that keeps the externalId beside the account (Crowd) is asked for it: so a lost store heals (docs/operations.md).</summary>
    private async Task<Outcome<ScimPage>> UnlinkedByExternalIdAsync(Operation operation, ListQuery query, string field, string externalId, CancellationToken cancellationToken)
    {
        var found = await operation.Directory.FindUsersByFieldAsync(field, externalId, cancellationToken);
        if (!found.TryGet(out var users, out var failure))
        {
            return failure.ToScim(operation, $"look for externalId '{externalId}'");
        }

        // SCIM's externalId is case-exact (RFC 7643 section 3.1), an app's search is not.
        var exact = users.Where(user => user.Fields.GetValueOrDefault(field) == externalId).ToList();
        if (exact.Count != 1)
        {
            return exact.Count == 0 ? ScimPage.Empty(query.StartIndex)
                : ScimError.TooMany($"Connection '{operation.Connection.Name}': {exact.Count} accounts of {operation.App} have the externalId '{externalId}': {string.Join(", ", exact.Select(user => user.Name))}.");
        }

        if (await store.FindTombstoneByAppKeyAsync(operation.Connection.Name, ResourceKind.User, exact[0].Key, cancellationToken) is not null)
        {
            // Deleted for Entra: filters are empty, and the POST that follows takes the account up again.
            return ScimPage.Empty(query.StartIndex);
        }

        var link = await store.FindLinkByAppKeyAsync(operation.Connection.Name, ResourceKind.User, exact[0].Key, cancellationToken);
        if (link is { ExternalId: not null })
        {
            // Linked under another externalId since: Entra's last word counts, not the app's memory of an earlier one.
            return ScimPage.Empty(query.StartIndex);
        }

        var name = await UserLinks.AssumedNameAsync(operation, link ?? NewLink(operation, exact[0]), exact[0], cancellationToken);
        return await OfferAsync(operation, query, exact[0], name, cancellationToken, externalId);
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

            var read = await reads.ReadAsync(operation, link, cancellationToken);
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

            var read = await reads.ReadAsync(operation, link, cancellationToken);
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

    /// <summary>The apps' two words for a user's e-mail.</summary>
    private static readonly string[] EmailFields = ["emailAddress", "email"];

    /// <summary>A name that nobody has.</summary>
    private const string ProbeName = "scim-gateway-probe";

    /// <summary>An account that nobody is linked to, shown only where a POST would adopt it.</summary>
    /// <param name="externalId">Set: the app keeps this externalId, which only the gateway writes there, so the account is this person's.</param>
    private async Task<Outcome<ScimPage>> OfferAsync(Operation operation, ListQuery query, AppUser user, string userName, CancellationToken cancellationToken, string? externalId = null)
    {
        var isOurs = externalId is not null;
        var adopt = operation.Connection.Users.Adopt;
        var unconfirmed = adopt == UserAdopt.Never || isOurs ? null : await Adoption.CheckOptionAsync(operation, user, [userName], cancellationToken);
        if (unconfirmed is { Status: >= 500 or 429 })
        {
            return unconfirmed;
        }

        if (adopt == UserAdopt.Never || unconfirmed is not null)
        {
            operation.Notes.Add($"'{user.Name}' exists in {operation.App} and is not shown: Users.Adopt is {adopt}.");
            return ScimPage.Empty(query.StartIndex);
        }

        if (await adoption.CheckFreeAsync(operation, user, userName, externalId, cancellationToken) is { } taken)
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
        if (EmailFields.FirstOrDefault(operation.Traits.CanSearch) is not { } field)
        {
            return await pages.ReadAsync(operation, [query], cancellationToken);
        }

        var found = await SearchAsync(operation, query, field, email, _ => ValueTask.FromResult(email), cancellationToken);
        return found.TryGet(out var hits, out var error) ? hits.Count > 0 ? query.Page(hits) : await pages.ReadAsync(operation, [query], cancellationToken) : error;
    }

    /// <summary>By an attribute that a rule writes to a field of the app: what is stored first, for it is all of the linked users; then the app's search (1 call), for the others.</summary>
    private async Task<Outcome<ScimPage>> ByMappedAsync(Operation operation, ListQuery query, string field, string value, CancellationToken cancellationToken)
    {
        var stored = await pages.ReadAsync(operation, [query], cancellationToken);
        if (!stored.TryGet(out var page, out var error) || page.Total > 0)
        {
            return stored;
        }

        var found = await SearchAsync(operation, query, field, value, user => UserLinks.AssumedNameAsync(operation, NewLink(operation, user), user, cancellationToken), cancellationToken);
        // An app's search compares in its own way.
        return found.TryGet(out var hits, out error) ? query.Page([.. hits.Where(hit => FilterEvaluator.Matches(query.Filter!, hit, ResourceSchema.User))]) : error;
    }

    private static Link NewLink(Operation operation, AppUser user) => LinkResolver.NewLink(operation, ResourceKind.User, ScimId.Encode(user.Key), user.Key, user.Name, null);

    /// <summary>Accounts that the app finds by the value of a field (1 call): linked ones for which the filter holds, and unlinked ones that a POST would adopt.</summary>
    /// <param name="userNameOf">What an unlinked account's userName is taken to be.</param>
    private async Task<Outcome<List<ScimObject>>> SearchAsync(
        Operation operation, ListQuery query, string field, string value, Func<AppUser, ValueTask<string>> userNameOf, CancellationToken cancellationToken)
    {
        var found = await operation.Directory.FindUsersByFieldAsync(field, value, cancellationToken);
        if (!found.TryGet(out var users, out var failure))
        {
            return failure.ToScim(operation, $"look for '{value}'");
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

            var offered = await OfferAsync(operation, query with { StartIndex = 1, Count = 1 }, user, await userNameOf(user), cancellationToken);
            if (!offered.TryGet(out var page, out var error))
            {
                return error;
            }

            hits.AddRange(page.Resources);
        }

        return hits;
    }
}
