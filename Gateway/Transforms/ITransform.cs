using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Transforms;

/// <summary>
/// The rules in force for one connection (defaults, then settings, then script), as one immutable version. A caller takes
/// it once per SCIM operation (<see cref="ITransforms.For"/>) and sees one version throughout. Thread-safe.
/// </summary>
public interface ITransform
{
    /// <summary>Identifies the version for activity and logs: hash of script and settings, short.</summary>
    string Version { get; }

    /// <summary>Which rules there are, so that what no rule is about need not be looked at.</summary>
    RuleReach Reach { get; }

    /// <summary>
    /// App name, fields and status of a user. Errors: 400 invalidValue (no match with Reject, name empty, too long or with
    /// control characters), 500 when a script throws or hits a limit, naming script, export and limit. Never sends anything.
    /// </summary>
    ValueTask<Outcome<UserTransform>> TransformUserAsync(ScimObject user, TransformContext context, CancellationToken cancellationToken);

    /// <summary>App name for a userName alone; null when the script's username is a function (it needs the whole user).</summary>
    ValueTask<Outcome<string?>> NameForLookupAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Whether the username rule maps this userName to itself (without case), so that the app's name can be read backwards.</summary>
    bool MapsNameToItself(string userName);

    /// <summary>App group name for a group. 400 invalidValue when the group is outside <c>include</c>.</summary>
    ValueTask<Outcome<GroupTransform>> TransformGroupAsync(ScimObject group, TransformContext context, CancellationToken cancellationToken);

    /// <summary>How app fields are read backwards into SCIM attributes; see <see cref="FieldValue.SourcePath"/>.</summary>
    /// <param name="field">App field.</param>
    /// <param name="sourcePath">The path that supplied the value at the last write; null: unknown (an account that was found, never written).</param>
    /// <returns>The SCIM path to show a live value under; null when the mapping is a function.</returns>
    string? ReversePath(string field, string? sourcePath);

    /// <summary>The app field that a SCIM path fills as it is (first of all, where several do), so that a look-up by the path may go to the app; null: none.</summary>
    string? FieldFor(string path);

    /// <summary>What <c>errors</c> makes of an answer of the app; null: no rule matches, and the table of docs/operations.md decides.</summary>
    /// <param name="status">The app's HTTP status.</param>
    /// <param name="message">The app's words.</param>
    ErrorMatch? ErrorFor(int status, string message);

    /// <summary>Whether a <c>request</c> function looks at each app call.</summary>
    bool TouchesCalls { get; }

    /// <summary>The call as <c>request</c> leaves it: with more headers and body fields. 500 naming script, export and what it must not do; nothing may be sent then.</summary>
    ValueTask<Outcome<ScriptCall>> TouchAsync(ScriptCall call, TransformContext context, CancellationToken cancellationToken);
}

/// <summary>Gives the transform in force for a connection.</summary>
public interface ITransforms
{
    /// <summary>The version in force now. A script that never loaded is 503 naming file, line and reason.</summary>
    Outcome<ITransform> For(string connection);
}

/// <summary>Which rules of a connection change anything.</summary>
/// <param name="Names">Whether a userName may become another one.</param>
/// <param name="Status">Whether there are status rules.</param>
/// <param name="Filled">App fields that are filled.</param>
/// <param name="LeftAlone">App fields that are left alone (null in the script).</param>
/// <param name="GroupNames">Whether a group's displayName may become another one.</param>
/// <param name="GroupFilter">Whether groups can be outside of what is provisioned.</param>
public sealed record RuleReach(bool Names, bool Status, IReadOnlyList<string> Filled, IReadOnlyList<string> LeftAlone, bool GroupNames, bool GroupFilter)
{
    /// <summary>Whether a rule is about users.</summary>
    public bool Users => Names || NeedsWholeUser;

    /// <summary>Whether a rule wants more of a user than its name.</summary>
    public bool NeedsWholeUser => Status || Filled.Count > 0 || LeftAlone.Count > 0;

    /// <summary>Whether a rule is about groups.</summary>
    public bool Groups => GroupNames || GroupFilter;
}

/// <summary>What a script may know beside the resource.</summary>
/// <param name="Operation"><c>create</c>, <c>replace</c>, <c>update</c>, <c>lookup</c> or <c>delete</c>.</param>
/// <param name="Current">What the app holds now, where the operation has read it.</param>
public sealed record TransformContext(string Connection, string App, string Operation, ScimObject? Current, DateTimeOffset Now);

/// <summary>The result of the rules for a user.</summary>
/// <param name="Name">App user name.</param>
/// <param name="Fields">App fields to fill; a field that is not listed is left alone.</param>
public sealed record UserTransform(string Name, IReadOnlyList<FieldValue> Fields, StatusDecision Status);

/// <summary>A value for an app field.</summary>
/// <param name="SourcePath">
/// The SCIM path that supplied it (<c>displayName</c>, <c>emails[type eq "work"].value</c>, <c>userName</c>): reads use it
/// backwards. Null when a function or a join of several attributes (given + family) made it.
/// </param>
/// <param name="DependsOn">Top-level attributes (or URN-prefixed ones) that can change the value; empty: any (a function).</param>
public sealed record FieldValue(string Field, string Value, string? SourcePath, IReadOnlyList<string> DependsOn);

/// <summary>What the status rules decided.</summary>
public enum UserStatus
{
    Active,
    Inactive,
    Ignore,
    Reject,
}

/// <summary>The status rule that matched.</summary>
/// <param name="Rule">1-based number of the rule; null: no rule, <c>active</c> decided.</param>
public sealed record StatusDecision(UserStatus Status, int? Rule, string? Reason, IReadOnlyList<string> AddTo, IReadOnlyList<string> RemoveFrom);

/// <summary>What Entra is told instead.</summary>
/// <param name="Status">400, 409, 429 or 503.</param>
/// <param name="ScimType">A word of RFC 7644 table 9; null: none is said.</param>
/// <param name="Detail">Said before the app's own words; null: they stand alone.</param>
public sealed record ErrorAnswer(int Status, string? ScimType, string? Detail);

/// <summary>The rule of <c>errors</c> that matched.</summary>
/// <param name="Rule">1-based.</param>
public sealed record ErrorMatch(int Rule, ErrorAnswer Answer);

/// <summary>An app call as a script's <c>request</c> sees it.</summary>
/// <param name="Path">Percent-encoded, below the app's address.</param>
/// <param name="Query">With its question mark, <c>***</c> in place of a secret; empty: none.</param>
/// <param name="Headers">What the script adds; empty before it ran.</param>
/// <param name="Body">Null: none.</param>
public sealed record ScriptCall(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ScimValue? Body)
{
    /// <summary>A value of the body that the script is not shown; null: there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>Neither the body nor the secret.</summary>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The result of the rules for a group.</summary>
public sealed record GroupTransform(string Name);
