using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Provisioning;

/// <summary>What a write asks of the app, after rules and options.</summary>
/// <param name="Change">Name, active and fields to send; may be empty.</param>
/// <param name="Resource">The SCIM attributes to store once the app has confirmed.</param>
/// <param name="Skipped">Whether an option of the admin held something back: the answer then shows the app's own state.</param>
internal sealed record UserPlan(AppUserChange Change, ScimObject Resource, UserTransform Rules, bool Skipped)
{
    /// <summary>The password to set; null: none was named, or an option holds it back. No link knows one, so naming it is asking for a change.</summary>
    public string? Password { get; private init; }

    public bool IsDeactivation => Change.Active == false;

    /// <summary>Never the password.</summary>
    public override string ToString() => Change.ToString();

    /// <summary>The same without the groups of the status rule: it held before, and its groups were seen to then.</summary>
    public UserPlan WithoutGroups() => this with { Rules = Rules with { Status = Rules.Status with { AddTo = [], RemoveFrom = [] } } };

    /// <summary>Computes the change that turns what the link knows into what the rules want.</summary>
    /// <param name="link">Version 0 and no fields for an account that is being taken up: everything is sent.</param>
    /// <param name="wanted">The whole resource after the request.</param>
    /// <param name="touches">Whether the request names what supplies a SCIM path: then it is sent although the link says that nothing changes, because someone may have changed the app by hand.</param>
    public static Outcome<UserPlan> For(Operation operation, Link link, ScimObject wanted, UserTransform rules, Func<string, bool> touches)
    {
        var options = operation.Connection.Users;
        var kept = wanted;
        var skipped = false;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var password = wanted.GetString("password");
        string? name = null;

        if (options.Update)
        {
            foreach (var field in rules.Fields)
            {
                var known = link.Fields.FirstOrDefault(candidate => candidate.Field == field.Field);
                if (known?.Value != field.Value || field.DependsOn.Count == 0 || IsSupplied(field, touches))
                {
                    fields[field.Field] = field.Value;
                }
            }

            if (operation.Traits.WritesAllFields && fields.Count > 0)
            {
                foreach (var field in rules.Fields)
                {
                    fields.TryAdd(field.Field, field.Value);
                }
            }

            var renamed = NameChange(operation, link, rules, touches);
            if (!renamed.TryGet(out name, out var refused))
            {
                return refused;
            }
        }
        else if (password is not null || (link.Version == 0 ? rules.Fields.Count > 0 : !SameApartFromActive(link, wanted)))
        {
            skipped = true;
            password = null;
            operation.Skip("Users.Update is off");

            // Linking an account is no update of it: what Entra says at that moment is kept beside what the app holds.
            kept = link.Version == 0 ? wanted : UserLinks.Written(link).With("active", wanted["active"] ?? ScimBoolean.True);
        }

        var (active, activeSkipped) = ActiveChange(operation, link, rules, touches);
        if (activeSkipped)
        {
            skipped = true;
            kept = kept.With("active", ScimValue.From(link.Active));
        }

        return new UserPlan(new(name, active, fields), kept, rules, skipped) { Password = password };
    }

    private static bool IsSupplied(FieldValue field, Func<string, bool> touches) =>
        field.SourcePath is { } path ? touches(path) : field.DependsOn.Any(touches);

    private static Outcome<string?> NameChange(Operation operation, Link link, UserTransform rules, Func<string, bool> touches)
    {
        var differs = !rules.Name.Equals(link.AppName, StringComparison.Ordinal);
        if (!touches("userName"))
        {
            // The app's name is fixed at link: an edited rule renames nobody.
            return (string?)null;
        }

        switch (operation.Connection.Users.Rename)
        {
            case UserRename.Keep when differs:
                operation.Notes.Add($"'{link.AppName}' keeps its name in {operation.App}: Users.Rename is Keep.");
                return (string?)null;
            case UserRename.Refuse when differs:
                return ScimError.Mutability($"Connection '{operation.Connection.Name}': '{link.AppName}' would become '{rules.Name}', and Users.Rename is Refuse.");
            case UserRename.Native:
                return rules.Name;
            default:
                return (string?)null;
        }
    }

    private static (bool? Active, bool Skipped) ActiveChange(Operation operation, Link link, UserTransform rules, Func<string, bool> touches)
    {
        var wanted = rules.Status.Status == UserStatus.Active;
        if (wanted == link.Active && !touches("active"))
        {
            return (null, false);
        }

        var options = operation.Connection.Users;
        if (wanted ? options.Activate : options.Deactivate)
        {
            return (wanted, false);
        }

        operation.Skip(wanted ? "Users.Activate is off" : "Users.Deactivate is off");
        return (null, true);
    }

    private static bool SameApartFromActive(Link link, ScimObject wanted) =>
        UserLinks.Kept(wanted).Without("active").Equals(link.Attributes.Without("active"))
        && wanted.GetString("externalId") == link.ExternalId
        && (wanted.GetString("userName") is not { } name || name == link.IdpName);
}
