using Gateway.Directories;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>
/// <c>gateway match</c>: what would become of people who are to come, told by the same rules, bans and look-ups as a POST would
/// meet, against the live app, and without a write anywhere (1 app call a person, + 1 where an account is looked at more closely).
/// </summary>
internal sealed class Matching(IStateStore store, Adoption adoption, Protection protection)
{
    /// <summary>Verdicts in the order of <paramref name="people"/>.</summary>
    /// <param name="accountName">The gateway's own account, which is never touched.</param>
    public async Task<IReadOnlyList<Match>> RunAsync(Operation operation, IReadOnlyList<MatchPerson> people, string accountName, CancellationToken cancellationToken)
    {
        var matches = new List<Match>(people.Count);
        var namesakes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in people)
        {
            operation.IdpName = person.UserName;
            var match = await OneAsync(operation, person, accountName, cancellationToken);
            if (match.AppName is { } name && !namesakes.TryAdd(name, person.UserName) && !namesakes[name].Equals(person.UserName, StringComparison.OrdinalIgnoreCase))
            {
                match = match with { Verdict = MatchVerdict.Ambiguous, Detail = $"'{namesakes[name]}' of this list becomes '{name}' too: two people are never merged." };
            }

            matches.Add(match);
        }

        return matches;
    }

    private async Task<Match> OneAsync(Operation operation, MatchPerson person, string accountName, CancellationToken cancellationToken)
    {
        var connection = operation.Connection;
        var resource = ResourceOf(person);
        var transformed = await operation.Transform.TransformUserAsync(resource, operation.ContextFor("lookup"), cancellationToken);
        if (!transformed.TryGet(out var rules, out var error))
        {
            return new(person, MatchVerdict.Refused, null, null, error.Detail);
        }

        if (StatusRules.Refusal(operation, rules.Status, person.UserName) is { } refused)
        {
            return new(person, rules.Status.Status == UserStatus.Ignore ? MatchVerdict.Ignored : MatchVerdict.Refused, rules.Name, null, refused.Detail);
        }

        if (rules.Name.Equals(accountName, StringComparison.OrdinalIgnoreCase))
        {
            return new(person, MatchVerdict.Protected, rules.Name, null, $"'{rules.Name}' is the gateway's own account.");
        }

        if (protection.Check(operation, rules.Name) is { } isProtected)
        {
            return new(person, MatchVerdict.Protected, rules.Name, null, isProtected.Detail);
        }

        var links = await store.FindLinksByIdpNameAsync(connection.Name, ResourceKind.User, person.UserName, cancellationToken);
        if (links.FirstOrDefault(link => link.State == LinkState.Live) is { } linked)
        {
            return new(person, MatchVerdict.Linked, linked.AppName, linked.AppKey, $"linked already (id {linked.Id})");
        }

        var found = await operation.Directory.FindUserByNameAsync(rules.Name, cancellationToken);
        if (!found.TryGet(out var user, out var failure))
        {
            return failure.Kind != AppFailureKind.NotFound ? new(person, MatchVerdict.Unknown, rules.Name, null, failure.Message)
                : connection.Users.Create ? new(person, MatchVerdict.Create, rules.Name, null, null)
                : new(person, MatchVerdict.Refused, rules.Name, null, "there is no such account, and Users.Create is off");
        }

        return await ExistingAsync(operation, person, resource, user, cancellationToken);
    }

    private async Task<Match> ExistingAsync(Operation operation, MatchPerson person, ScimObject resource, AppUser user, CancellationToken cancellationToken)
    {
        var error = await adoption.CheckFreeAsync(operation, user, person.UserName, person.ExternalId, cancellationToken);
        if (error is not null)
        {
            var verdict = error.Status >= 500 || error.Status == 429 ? MatchVerdict.Unknown : error.ScimType == "mutability" ? MatchVerdict.Protected : MatchVerdict.Ambiguous;
            return new(person, verdict, user.Name, user.Key, error.Detail);
        }

        error = await Adoption.CheckOptionAsync(operation, user, Adoption.AddressesOf(resource), cancellationToken);
        return error is null ? new(person, MatchVerdict.Adopt, user.Name, user.Key, user.Active == false ? "inactive now" : null)
            : new(person, error.Status >= 500 || error.Status == 429 ? MatchVerdict.Unknown : MatchVerdict.Ambiguous, user.Name, user.Key, error.Detail);
    }

    private static ScimObject ResourceOf(MatchPerson person)
    {
        var resource = ScimObject.Of(("userName", new ScimString(person.UserName)), ("active", ScimBoolean.True));
        if (person.ExternalId is { } externalId)
        {
            resource = resource.With("externalId", new ScimString(externalId));
        }

        return person.Email is { } email
            ? resource.With("emails", ScimArray.Own(ScimObject.Of(("type", new ScimString("work")), ("value", new ScimString(email)))))
            : resource;
    }
}

/// <summary>A person who is to come, as Entra would name them.</summary>
internal sealed record MatchPerson(string UserName, string? ExternalId, string? Email);

/// <summary>What would become of a person.</summary>
/// <param name="AppName">The app's user name by the rules; null: they make none.</param>
/// <param name="AppKey">The account that there is; null: none.</param>
internal sealed record Match(MatchPerson Person, MatchVerdict Verdict, string? AppName, string? AppKey, string? Detail);

internal enum MatchVerdict
{
    /// <summary>A new account.</summary>
    Create,

    /// <summary>The account that there is.</summary>
    Adopt,

    /// <summary>Linked already.</summary>
    Linked,

    /// <summary>Somebody else's name, or an account that <c>Users.Adopt</c> does not take up: a POST would be 409.</summary>
    Ambiguous,

    /// <summary>Never touched: protected, administrator, another or a read-only directory.</summary>
    Protected,

    /// <summary>Left alone by a status rule.</summary>
    Ignored,

    /// <summary>Refused by a rule or an option.</summary>
    Refused,

    /// <summary>The app could not be asked.</summary>
    Unknown,
}
