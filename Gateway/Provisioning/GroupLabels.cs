using Gateway.Directories;
using Gateway.Scim.Messages;

namespace Gateway.Provisioning;

/// <summary>Id and externalId of a group beside it in an app that keeps labels (Crowd), for the day on which the store is lost.</summary>
internal static class GroupLabels
{
    /// <summary>Writes the labels that differ (1 app call, none where they are so). An app that does not let the gateway write them is no reason to refuse the group.</summary>
    public static async Task<ScimError?> KeepAsync(Operation operation, AppGroup now, NewAppGroup wanted)
    {
        if (!operation.Traits.LabelsGroups || (now.Id == wanted.Id && now.ExternalId == wanted.ExternalId))
        {
            return null;
        }

        var kept = await operation.Directory.LabelGroupAsync(wanted, CancellationToken.None);
        switch (kept.Failure)
        {
            case null:
                return null;
            case { Kind: AppFailureKind.TargetRefused or AppFailureKind.Rejected } refused:
                operation.Notes.Add($"{operation.App} does not keep the id of group '{wanted.Name}': {refused.Message}");
                return null;
            case var failure:
                return failure.ToScim(operation, $"keep the id of group '{wanted.Name}' beside it");
        }
    }
}
