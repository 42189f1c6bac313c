using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>
/// Whether an app account that no link of this connection knows may be taken up. The same rules for look-ups (is it
/// shown?), for POST (is it adopted?) and for writes to an unlinked id, so that Entra never finds what it may not have.
/// </summary>
internal sealed class Adoption(IStateStore store, Protection protection, IOtherConnections connections)
{
    /// <summary>An account that Entra never linked: how long an answered look-up lets a write link it.</summary>
    public static readonly TimeSpan SightingAge = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a store counts as made new. Entra repeats a failed object at least daily and drops it after 28 days
    /// (Microsoft Learn, "Application provisioning in quarantine status"), so a lost store has healed by then.
    /// </summary>
    public static readonly TimeSpan MadeNewAge = TimeSpan.FromDays(28);

    public bool IsMadeNew(DateTimeOffset now) => now - store.MadeAt < MadeNewAge;

    /// <summary>Null: free to be taken up. Else why not: linked here or elsewhere, protected, administrator.</summary>
    public async Task<ScimError?> CheckFreeAsync(Operation operation, AppUser user, string userName, string? externalId, CancellationToken cancellationToken)
    {
        var connection = operation.Connection.Name;
        var link = await store.FindLinkByAppKeyAsync(connection, ResourceKind.User, user.Key, cancellationToken);
        if (link is { IdpName: not null } && !link.IdpName.Equals(userName, StringComparison.OrdinalIgnoreCase))
        {
            return BelongsToAnother(operation, user.Name, link);
        }

        var tombstone = await store.FindTombstoneByAppKeyAsync(connection, ResourceKind.User, user.Key, cancellationToken);
        if (tombstone is not null && (externalId is null || !externalId.Equals(tombstone.ExternalId, StringComparison.Ordinal)))
        {
            return ScimError.Uniqueness($"Connection '{connection}': the account '{user.Name}' in {operation.App} belonged to '{tombstone.IdpName ?? tombstone.AppName}', whom Entra deleted on {tombstone.DeletedAt:yyyy-MM-dd}. If '{userName}' is the same person, run 'gateway adopt {connection} {tombstone.Id} --as {userName}'; if not, give them another name.");
        }

        if (CheckDirectory(operation, user) is { } elsewhere)
        {
            return elsewhere;
        }

        var foreign = await store.FindForeignLinkAsync(await SharingAppAsync(operation.Connection, cancellationToken), ResourceKind.User, user.Key, cancellationToken);
        return foreign is not null
            ? ScimError.Uniqueness($"Connection '{connection}': the account '{user.Name}' in {operation.App} is provisioned by connection '{foreign.Connection}' already.")
            : await protection.CheckForLinkAsync(operation, user, cancellationToken);
    }

    /// <summary>The user lives where this connection does not write: in another directory than the one it names, or in a read-only one.</summary>
    private static ScimError? CheckDirectory(Operation operation, AppUser user)
    {
        var (connection, app) = (operation.Connection, operation.App);
        return connection.Directory is { } wanted && user.Directory is { } told && !told.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            ? ScimError.Mutability($"Connection '{connection.Name}': '{user.Name}' lives in the directory '{told}' of {app}, and this connection provisions '{wanted}' (Directory). Two accounts of one name would hide each other: remove the one in '{told}', or let another connection provision that directory.")
            : user.IsReadOnly
                ? ScimError.Mutability($"Connection '{connection.Name}': {app} says that '{user.Name}' cannot be changed there{(user.Directory is null ? string.Empty : $" (directory '{user.Directory}')")}: its directory is read-only. Provision the system that this directory is read from.")
                : null;
    }

    /// <summary>409 naming both: who asks for the account of that name, and whose it is.</summary>
    public static ScimError BelongsToAnother(Operation operation, string appName, Link link) =>
        ScimError.Uniqueness($"Connection '{link.Connection}': '{operation.IdpName}' becomes '{appName}' in {operation.App}, and that account belongs to '{link.IdpName}' (id {link.Id}). Two people are never merged: give one of them another name by a username rule.");

    /// <summary>Null: <c>Users.Adopt</c> allows it. Else 409 that says what is missing.</summary>
    /// <param name="addresses">The IdP userName and the SCIM e-mails: one of them must be the app's e-mail (Confirmed).</param>
    public static async Task<ScimError?> CheckOptionAsync(Operation operation, AppUser user, IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        string? email = null;
        if (operation.Connection.Users.Adopt == UserAdopt.Confirmed)
        {
            var read = await operation.Directory.ReadEmailAsync(user, cancellationToken);
            if (!read.TryGet(out var told, out var failure))
            {
                return failure.ToScim(operation, $"read the e-mail of '{user.Name}'");
            }

            email = told.Address;
        }

        return operation.Connection.Users.Adopt switch
        {
            UserAdopt.ByName => null,
            UserAdopt.Confirmed when email is not null && addresses.Contains(email, StringComparer.OrdinalIgnoreCase) => null,
            UserAdopt.Confirmed => ScimError.Uniqueness($"Connection '{operation.Connection.Name}': {operation.App} has an account '{user.Name}' already, and its e-mail is none of this person's, so it is not taken up (Users.Adopt is Confirmed). Correct the e-mail in {operation.App}, or give this person another name."),
            _ => ScimError.Uniqueness($"Connection '{operation.Connection.Name}': {operation.App} has an account '{user.Name}' already, and accounts are not taken up (Users.Adopt is Never)."),
        };
    }

    /// <summary>All e-mail addresses of a SCIM user, with the userName.</summary>
    public static IEnumerable<string> AddressesOf(ScimObject user)
    {
        if (user.GetString("userName") is { } name)
        {
            yield return name;
        }

        foreach (var email in user["emails"] as ScimArray ?? ScimArray.Empty)
        {
            if ((email as ScimObject)?.GetString("value") is { } address)
            {
                yield return address;
            }
        }
    }

    /// <summary>Names of the connections that reach the same app: by the same cluster, or by one where the same instance answered.</summary>
    private async ValueTask<IReadOnlyList<string>> SharingAppAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        var others = connections.OthersOfKind(connection);
        if (others.Count == 0)
        {
            return [];
        }

        var identity = (await store.FindPinAsync(connection.Name, cancellationToken))?.AppIdentity;
        var sharing = new List<string>();
        foreach (var other in others)
        {
            if (other.Cluster == connection.Cluster || (identity is not null && (await store.FindPinAsync(other.Name, cancellationToken))?.AppIdentity == identity))
            {
                sharing.Add(other.Name);
            }
        }

        return sharing;
    }
}

/// <summary>The other connections, for the rule that one app account belongs to one connection.</summary>
internal interface IOtherConnections
{
    /// <summary>Other connections to the same kind of app.</summary>
    IReadOnlyList<ConnectionSettings> OthersOfKind(ConnectionSettings connection);
}
