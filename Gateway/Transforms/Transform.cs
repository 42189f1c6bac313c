using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Transforms.Rules;
using Gateway.Transforms.Scripts;

namespace Gateway.Transforms;

/// <summary>One version of a connection's rules. Rules without functions run at once; functions run on the workers.</summary>
internal sealed class Transform(string version, string connection, RuleSet rules, ScriptProgram? program, ScriptWorkers workers, TransformLimits limits, ILogger logger)
    : ITransform
{
    private readonly ScriptShare _share = new();

    public string Version => version;

    public RuleReach Reach { get; } = rules.Reach();

    /// <summary>The rules, for describing them.</summary>
    public RuleSet Rules => rules;

    public async ValueTask<Outcome<UserTransform>> TransformUserAsync(ScimObject user, TransformContext context, CancellationToken cancellationToken)
    {
        if (program is null || !rules.UserNeedsScript)
        {
            return User(user, NoScript.Instance);
        }

        return await RunAsync(progress => ScriptRun.OfUser(program, limits, user, context, progress), script => User(user, script), cancellationToken);
    }

    public ValueTask<Outcome<string?>> NameForLookupAsync(string userName, CancellationToken cancellationToken)
    {
        if (rules.Username.Function is not null)
        {
            return ValueTask.FromResult<Outcome<string?>>((string?)null);
        }

        return ValueTask.FromResult(rules.Username.Apply("userName", userName, NoScript.Instance).TryGet(out var name, out var error)
            ? (Outcome<string?>)name
            : error!);
    }

    public bool MapsNameToItself(string userName) => rules.Username.Function is null
        && rules.Username.Apply("userName", userName, NoScript.Instance).TryGet(out var name, out _)
        && name.Equals(userName, StringComparison.OrdinalIgnoreCase);

    public async ValueTask<Outcome<GroupTransform>> TransformGroupAsync(ScimObject group, TransformContext context, CancellationToken cancellationToken)
    {
        if (program is null || !rules.GroupNeedsScript)
        {
            return Group(group, NoScript.Instance);
        }

        return await RunAsync(progress => ScriptRun.OfGroup(program, limits, group, context, progress), script => Group(group, script), cancellationToken);
    }

    public bool TouchesCalls => program is not null && rules.Request is not null;

    public ErrorMatch? ErrorFor(int status, string message)
    {
        for (var i = 0; i < rules.Errors.Count; i++)
        {
            if (rules.Errors[i].Matches(status, message))
            {
                return new(i + 1, rules.Errors[i].Then);
            }
        }

        return null;
    }

    public async ValueTask<Outcome<ScriptCall>> TouchAsync(ScriptCall call, TransformContext context, CancellationToken cancellationToken)
    {
        if (program is null || rules.Request is not { } request)
        {
            return call;
        }

        return await RunAsync<ScriptCall>(
            progress => ScriptRun.OfCall(program, limits, engine => CallValues.ToScript(engine, call), context, progress),
            script => script.Touch(request, call),
            cancellationToken);
    }

    public string? ReversePath(string field, string? sourcePath)
    {
        foreach (var rule in rules.Fields)
        {
            if (rule.Field == field)
            {
                return rule.Reverse(sourcePath);
            }
        }

        return null;
    }

    public string? FieldFor(string path) =>
        rules.Fields.FirstOrDefault(rule => rule.Sources is [PathSource source, ..] && source.Path.Text.Equals(path, StringComparison.OrdinalIgnoreCase))?.Field;

    private Outcome<UserTransform> User(ScimObject user, IScriptCalls script)
    {
        if (user.GetString("userName") is not { Length: > 0 } userName)
        {
            return ScimError.InvalidValue("userName is missing.");
        }

        var status = rules.Status.Decide(user, script);
        var named = rules.Username.Apply("userName", userName, script);
        if (status.Status is UserStatus.Ignore or UserStatus.Reject)
        {
            // Nothing will be sent: a name that the rules cannot make must not hide the reason.
            return new UserTransform(named.IsOk ? named.Value : userName, [], status);
        }

        if (!named.TryGet(out var name, out var error))
        {
            return error;
        }

        var fields = new List<FieldValue>(rules.Fields.Count);
        foreach (var rule in rules.Fields)
        {
            if (!rule.Evaluate(user, script).TryGet(out var value, out error))
            {
                return error;
            }

            if (value is not null)
            {
                fields.Add(value);
            }
        }

        return new UserTransform(name, fields, status);
    }

    private Outcome<GroupTransform> Group(ScimObject group, IScriptCalls script)
    {
        if (group.GetString("displayName") is not { Length: > 0 } displayName)
        {
            return ScimError.InvalidValue("displayName is missing.");
        }

        if (rules.Groups.Include is { } include && !include.Holds(group, script))
        {
            return ScimError.InvalidValue($"The group '{displayName}' is outside what the gateway provisions (groups.include: {include}).");
        }

        var mapped = rules.Groups.Map.FirstOrDefault(mapping => string.Equals(mapping.From, displayName, StringComparison.OrdinalIgnoreCase));
        var named = mapped is not null ? NameCheck.Check(mapped.To, "displayName", displayName) : rules.Groups.Name.Apply("displayName", displayName, script);
        return named.TryGet(out var name, out var error) ? new GroupTransform(name) : error;
    }

    private async Task<Outcome<T>> RunAsync<T>(Func<RunProgress, ScriptRun> open, Func<ScriptRun, Outcome<T>> evaluate, CancellationToken cancellationToken)
    {
        try
        {
            var run = await workers.RunAsync(
                _share,
                program!.Name,
                limits.GiveUp,
                progress =>
                {
                    using var script = open(progress);
                    return (Result: evaluate(script), script.LogLines);
                },
                cancellationToken);
            if (!run.TryGet(out var ended, out var error))
            {
                return error;
            }

            foreach (var line in ended.LogLines)
            {
                logger.ScriptSays(connection, line);
            }

            return ended.Result;
        }
        catch (ScriptFailedException failure)
        {
            logger.ScriptFailed(connection, failure.Script, failure.Export, failure.Location?.Line ?? 0, failure.Kind);
            logger.ScriptFailedDetail(connection, failure.Message);
            return failure.ToScimError();
        }
    }
}
