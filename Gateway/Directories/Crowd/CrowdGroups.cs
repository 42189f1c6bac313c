using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>Groups, which have nothing but a name, and the labels that the gateway keeps beside them as attributes.</summary>
internal sealed class CrowdGroups(AppCalls calls, string app)
{
    private const int SearchSize = 100;

    public Task<AppResult<AppGroup>> FindAsync(string name, bool proved, CancellationToken cancellationToken)
    {
        var uri = CrowdUris.GroupNamed("group", name).With("expand", "attributes");
        return proved ? calls.ReadProvedAsync(uri, CrowdJson.ReadGroup, cancellationToken) : calls.ReadAsync(uri, CrowdJson.ReadGroup, cancellationToken);
    }

    public async Task<AppResult<AppGroup>> CreateAsync(NewAppGroup group, CancellationToken cancellationToken)
    {
        var answer = await calls.WriteAsync(AppCall.Post(CrowdUris.Group, CrowdJson.WriteNewGroup(group.Name)), body => CrowdJson.ReadChanged(body, group.Name), async () =>
        {
            var read = await FindAsync(group.Name, proved: false, cancellationToken);
            return read.IsOk ? Done.Value : read.Failure.Kind == AppFailureKind.NotFound ? (AppResult<Done?>)(Done?)null : read.Failure;
        }, cancellationToken);
        if (answer.Failure is { } failure)
        {
            return await ExplainCreateAsync(failure, group.Name, cancellationToken);
        }

        var labelled = await LabelAsync(group, cancellationToken);
        return labelled.Failure switch
        {
            null => new AppGroup(group.Name, group.Id, group.ExternalId),

            // A label is for the day on which the store is lost; an application that may not write it has its group all the same.
            AppRefusal { Kind: AppFailureKind.TargetRefused or AppFailureKind.Rejected } => new AppGroup(group.Name),
            var lost => lost with { Message = $"The group '{group.Name}' is made; its labels are not written yet. {lost.Message}" },
        };
    }

    /// <summary>Writes id and externalId beside the group (1 call; none where there is nothing that fits).</summary>
    public async Task<AppResult<Done>> LabelAsync(NewAppGroup group, CancellationToken cancellationToken)
    {
        var labels = new List<(string Name, string Value)>(2);
        Add(labels, CrowdFields.GroupId, group.Id);
        Add(labels, CrowdFields.ExternalId, group.ExternalId);
        if (labels.Count == 0)
        {
            return Done.Value;
        }

        var call = AppCall.Post(CrowdUris.GroupNamed("group/attribute", group.Name), CrowdJson.WriteAttributes(labels));
        return await calls.WriteAsync(call, AppJson.ReadNothing, async () =>
        {
            var read = await FindAsync(group.Name, proved: false, cancellationToken);
            return !read.TryGet(out var now, out var failure) ? failure
                : labels.TrueForAll(label => (label.Name == CrowdFields.GroupId ? now.Id : now.ExternalId) == label.Value) ? Done.Value : (AppResult<Done?>)(Done?)null;
        }, cancellationToken);
    }

    /// <summary>A search does not tell attributes: each hit is read by name, so that its label is seen.</summary>
    public async Task<AppResult<IReadOnlyList<AppGroup>>> FindByExternalIdAsync(string externalId, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(CrowdUris.Search("group", 0, SearchSize), CrowdJson.WriteSearch(CrowdFields.ExternalId, externalId)) with { IsRead = true };
        var answer = await calls.ReadAsync(call, CrowdJson.ReadGroupNames, cancellationToken);
        if (!answer.TryGet(out var names, out var failure))
        {
            return failure;
        }

        var found = new List<AppGroup>();
        foreach (var name in names)
        {
            var read = await FindAsync(name, proved: false, cancellationToken);
            if (read.TryGet(out var group, out failure))
            {
                if (group.ExternalId == externalId)
                {
                    found.Add(group);
                }
            }
            else if (failure.Kind != AppFailureKind.NotFound)
            {
                return failure;
            }
        }

        return found;
    }

    public Task<AppResult<Done>> DeleteAsync(string name, CancellationToken cancellationToken) => GroupDeletion.SendAsync(
        calls, app, name, AppCall.Delete(CrowdUris.GroupNamed("group", name)), AppJson.ReadNothing, () => FindAsync(name, proved: true, cancellationToken), cancellationToken);

    /// <summary>Groups that this one is inside of, at any depth (1 call a page).</summary>
    public Task<AppResult<IReadOnlyList<string>>> ListParentsAsync(string name, CancellationToken cancellationToken) =>
        CrowdPages.ReadAllAsync(calls, CrowdUris.GroupNamed("group/parent-group/nested", name), CrowdJson.ReadGroupNames, group => group, $"the parents of group '{name}' in {app}", cancellationToken);

    /// <summary>INVALID_GROUP says that the name is taken, or that it cannot be one: so the app is asked.</summary>
    private async Task<AppFailure> ExplainCreateAsync(AppFailure failure, string name, CancellationToken cancellationToken)
    {
        if (failure is not AppRefusal { Status: 400 or 409 } refusal || (refusal.Errors.IsOwn && !refusal.Errors.Has(CrowdReasons.InvalidGroup)))
        {
            return failure;
        }

        var found = await FindAsync(name, proved: false, cancellationToken);
        return found.IsOk ? new(AppFailureKind.NameExists, refusal.Message, refusal.Status)
            : found.Failure.Kind == AppFailureKind.NotFound ? refusal
            : found.Failure;
    }

    private static void Add(List<(string Name, string Value)> labels, string name, string? value)
    {
        if (value is { Length: > 0 and <= CrowdFields.MaxLength })
        {
            labels.Add((name, value));
        }
    }
}
