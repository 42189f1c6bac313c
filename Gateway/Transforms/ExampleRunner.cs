using Gateway.Configuration;
using Gateway.Scim.Messages;

namespace Gateway.Transforms;

/// <summary>Runs a script's examples against its rules.</summary>
internal static class ExampleRunner
{
    /// <summary>What is wrong with an example; null when it holds.</summary>
    public static async Task<string?> RunAsync(Transform transform, Example example, ConnectionSettings connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = new TransformContext(connection.Name, connection.App.ToString().ToLowerInvariant(), "create", null, now);
        var faults = example.Error is { } error
            ? Compare(transform.ErrorFor(error.Status, error.Message)?.Answer, error.Expected)
            : example.Group is not null
            ? Compare(await transform.TransformGroupAsync(example.Given, context, cancellationToken), example)
            : Compare(await transform.TransformUserAsync(example.Given, context, cancellationToken), example);
        var list = faults.ToList();
        return list.Count == 0 ? null : $"example '{example.Name}': {string.Join("; ", list)}";
    }

    private static IEnumerable<string> Compare(Outcome<GroupTransform> outcome, Example example)
    {
        if (!outcome.TryGet(out var got, out var error))
        {
            // Only a refusal by rule counts as one: a script that fails is a fault.
            return example.Group is { Length: 0 } && error.Status == 400 ? [] : [error.Detail];
        }

        return example.Group is { Length: 0 } ? [$"expected group to be refused, got '{got.Name}'"] : Differs("group", example.Group, got.Name);
    }

    private static IEnumerable<string> Compare(Outcome<UserTransform> outcome, Example example)
    {
        if (!outcome.TryGet(out var got, out var error))
        {
            return [error.Detail];
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

    private static IEnumerable<string> Compare(ErrorAnswer? got, ErrorAnswer? wanted) => (got, wanted) switch
    {
        (null, null) => [],
        (null, _) => [$"expected error {wanted.Status}, but no rule matches"],
        (_, null) => [$"expected that no rule matches, got error {got.Status}"],
        _ =>
        [
            .. Differs("error", $"{wanted.Status}", $"{got.Status}"),
            .. Differs("scimType", wanted.ScimType, got.ScimType ?? ""),
            .. Differs("detail", wanted.Detail, got.Detail ?? ""),
        ],
    };

    private static IEnumerable<string> Field(string field, string? wanted, string? got) =>
        wanted == got ? [] : [$"expected {field} {Show(wanted)}, got {Show(got)}"];

    private static IEnumerable<string> Differs(string what, string? wanted, string got) =>
        wanted is null || wanted == got ? [] : [$"expected {what} '{wanted}', got '{got}'"];

    private static string Show(string? value) => value is null ? "left alone" : $"'{value}'";

    private static string? Join(IReadOnlyList<string>? names) => names is null ? null : string.Join(", ", names);
}
