using Gateway.Directories;
using Gateway.Scim.Messages;

namespace Gateway.Provisioning;

/// <summary>Whom SCIM may not touch: protected names, the gateway's own account, administrators, protected groups.</summary>
internal sealed class Protection(ConnectionAccounts accounts)
{
    /// <summary>The reason why the app user may not be linked or changed; null when it may.</summary>
    public ScimError? Check(Operation operation, string appName)
    {
        var connection = operation.Connection;
        if (appName.Equals(accounts.AccountOf(connection), StringComparison.OrdinalIgnoreCase)
            || appName.Equals(connection.Credential?.Username, StringComparison.OrdinalIgnoreCase))
        {
            return ScimError.Mutability($"Connection '{connection.Name}': '{appName}' is the gateway's own account in {operation.App}; it is never changed by SCIM.");
        }

        return NameGlobs.Matches(connection.Protected, appName)
            ? ScimError.Mutability($"Connection '{connection.Name}': '{appName}' is protected (Protected of the connection); it is never changed by SCIM.")
            : null;
    }

    /// <summary>Like <see cref="Check"/>, and refuses an account with administration rights; asks the app where it must.</summary>
    public async Task<ScimError?> CheckForLinkAsync(Operation operation, AppUser user, CancellationToken cancellationToken)
    {
        if (Check(operation, user.Name) is { } refused)
        {
            return refused;
        }

        if (NameGlobs.Matches(operation.Connection.Users.AllowAdministrators, user.Name))
        {
            return null;
        }

        var answer = await operation.Directory.IsAdministratorAsync(user, cancellationToken);
        return !answer.TryGet(out var isAdministrator, out var failure) ? failure.ToScim(operation, $"tell whether '{user.Name}' is an administrator")
            : isAdministrator ? ScimError.Mutability($"Connection '{operation.Connection.Name}': '{user.Name}' has administration rights in {operation.App}; it is linked only when Users.AllowAdministrators names it.")
            : null;
    }

    /// <summary>Members that nobody named, as a replace meets them: those who may go, and the protected ones with the refusal.</summary>
    public (IReadOnlyList<AppMember> Free, IReadOnlyList<MemberChange> Protected) Split(Operation operation, IEnumerable<AppUser> members)
    {
        var (free, held) = (new List<AppMember>(), new List<MemberChange>());
        foreach (var user in members)
        {
            var member = new AppMember(user.Key, user.Name);
            if (Check(operation, user.Name) is { } refused)
            {
                held.Add(new(member, new(AppFailureKind.TargetRefused, refused.Detail)));
            }
            else
            {
                free.Add(member);
            }
        }

        return (free, held);
    }

    /// <summary>The reason why the app group may not be touched; null when it may.</summary>
    public static ScimError? CheckGroup(Operation operation, string group) =>
        NameGlobs.Matches(operation.Connection.Groups.Protected, group)
            ? ScimError.Mutability($"Connection '{operation.Connection.Name}': group '{group}' is protected (Groups.Protected); it is never changed by SCIM.")
            : null;

    /// <summary>Like <see cref="CheckGroup"/>, and refuses a group that gives administration rights.</summary>
    public static async Task<ScimError?> CheckGroupForLinkAsync(Operation operation, string group, CancellationToken cancellationToken)
    {
        if (CheckGroup(operation, group) is { } refused)
        {
            return refused;
        }

        var answer = await operation.Directory.IsAdministratorGroupAsync(group, cancellationToken);
        return !answer.TryGet(out var isAdministrator, out var failure) ? failure.ToScim(operation, $"tell whether group '{group}' gives administration rights")
            : isAdministrator ? ScimError.Mutability($"Connection '{operation.Connection.Name}': group '{group}' gives administration rights in {operation.App}; it is never taken up.")
            : null;
    }
}
