using Gateway.Configuration;
using Gateway.Scim.Messages;

namespace Gateway.Transforms;

/// <summary>Runs a script's examples against its rules.</summary>
internal static class ExampleRunner
{
    /// <summary>Where an example does not hold; empty: it does.</summary>
    public static async Task<IReadOnlyList<ExampleDifference>> RunAsync(Transform transform, Example example, ConnectionSettings connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = new TransformContext(connection.Name, connection.App.ToString().ToLowerInvariant(), "create", null, now);
        return example.Error is { } error
            ? [.. Compare(transform.ErrorFor(error.Status, error.Message)?.Answer, error.Expected)]
            : example.Group is not null
            ? [.. Compare(await transform.TransformGroupAsync(example.Given, context, cancellationToken), example)]
            : [.. Compare(await transform.TransformUserAsync(example.Given, context, cancellationToken), example)];
    }

    private static IEnumerable<ExampleDifference> Compare(Outcome<GroupTransform> outcome, Example example)
    {
        if (!outcome.TryGet(out var got, out var error))
        {
            // Only a refusal by rule counts as one: a script that fails is a fault.
            return example.Group is { Length: 0 } && error.Status == 400 ? [] : [new("group", null, error.Detail)];
        }

        return example.Group is { Length: 0 } ? [new("group", "to be refused", $"'{got.Name}'")] : Differs("group", example.Group, got.Name);
    }

    private static IEnumerable<ExampleDifference> Compare(Outcome<UserTransform> outcome, Example example)
    {
        if (!outcome.TryGet(out var got, out var error))
        {
            return [new("user", null, error.Detail)];
        }

        var fields = got.Fields.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal);
        return
        [
            .. Differs("username", example.Username, got.Name),
            .. Differs("status", example.Status?.ToString().ToLowerInvariant(), got.Status.Status.ToString().ToLowerInvariant()),
            .. Differs("reason", example.Reason, got.Status.Reason ?? ""),
            .. Differs("addTo", Join(example.AddTo), Join(got.Status.AddTo)!),
            .. Differs("removeFrom", Join(example.RemoveFrom), Join(got.Status.RemoveFrom)!),
            .. example.Fields.SelectMany(wanted => Field(wanted.Key, wanted.Value, fields.GetValueOrDefault(wanted.Key))),
        ];
    }

    private static IEnumerable<ExampleDifference> Compare(ErrorAnswer? got, ErrorAnswer? wanted) => (got, wanted) switch
    {
        (null, null) => [],
        (null, _) => [new("error", $"{wanted.Status}", "no rule that matches")],
        (_, null) => [new("error", "no rule that matches", $"{got.Status}")],
        _ =>
        [
            .. Differs("error", $"{wanted.Status}", $"{got.Status}"),
            .. Differs("scimType", wanted.ScimType, got.ScimType ?? ""),
            .. Differs("detail", wanted.Detail, got.Detail ?? ""),
        ],
    };

    private static IEnumerable<ExampleDifference> Field(string field, string? wanted, string? got) =>
        wanted == got ? [] : [new(field, Show(wanted), Show(got))];

    private static IEnumerable<ExampleDifference> Differs(string what, string? wanted, string got) =>
        wanted is null || wanted == got ? [] : [new(what, $"'{wanted}'", $"'{got}'")];

    private static string Show(string? value) => value is null ? "left alone" : $"'{value}'";

    private static string? Join(IReadOnlyList<string>? names) => names is null ? null : string.Join(", ", names);
}
