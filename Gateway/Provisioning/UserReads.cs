using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;

namespace Gateway.Provisioning;

/// <summary>GET /Users/{id} (RFC 7644 section 3.4.1). The app is always asked about what is answered.</summary>
internal sealed class UserReads(IStateStore store, LinkResolver resolver)
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

    /// <summary>The live resource of a link; null when the app says, proved, that it is gone (the link is marked missing).</summary>
    public async Task<Outcome<ScimObject?>> ReadAsync(Operation operation, Link link, CancellationToken cancellationToken)
    {
        var read = await operation.Directory.GetUserAsync(operation.RefOf(link), cancellationToken);
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

        await NoteProofAsync(operation, link, live);
        return ResourceRendering.User(operation, link, live);
    }

    private async ValueTask NoteProofAsync(Operation operation, Link link, AppUser live)
    {
        var now = operation.Clock.GetUtcNow();
        if (link.State == LinkState.Missing)
        {
            store.Post([new StateChange.MarkLink(link.Connection, link.Kind, link.Id, LinkState.Live)]);
        }

        var proof = new StateChange.NameProved(link.Connection, link.Kind, link.Id, live.Name, now);
        if (!link.AppName.Equals(live.Name, StringComparison.OrdinalIgnoreCase))
        {
            // Renamed by hand: the old name may be somebody else's by now, and the next write may take a name. It must not miss this.
            await store.CommitAsync([proof], CancellationToken.None);
        }
        else if (link.AppName != live.Name || link.NameProvedAt is null || now - link.NameProvedAt > ProofRefresh)
        {
            store.Post([proof]);
        }
    }

    private static ScimError Gone(Operation operation, Link link) =>
        ScimError.NotFound($"Connection '{operation.Connection.Name}': user {link.Id} ('{link.AppName}') no longer exists in {operation.App}.");
}
