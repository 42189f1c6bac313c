using System.Text.Json;
using Gateway.Tests.Scim.Models.Filters;

namespace Gateway.Tests.Scim.Models.Patching;

/// <summary>Writes operations in one of the spellings that mean them: case of words and names, a path that is absent, null or "", keys of an extension behind its URN or in an object of its own. The number says which.</summary>
internal sealed class OperationText(int spelling)
{
    private readonly Random _random = new(spelling);

    /// <summary>A PATCH body.</summary>
    public static string Body(IEnumerable<ModelOperation> operations, int spelling)
    {
        var text = new OperationText(spelling);
        return $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{string.Join(',', operations.Select(text.Operation))}}]}""";
    }

    /// <summary>A path.</summary>
    public static string Path(ModelTarget target, int spelling) => new OperationText(spelling).Path(target);

    private string Operation(ModelOperation operation)
    {
        List<string> members = [$"\"op\":\"{One(operation.Op, operation.Op.ToUpperInvariant(), char.ToUpperInvariant(operation.Op[0]) + operation.Op[1..])}\""];
        if (operation.Target is { } target)
        {
            members.Add($"\"path\":{JsonSerializer.Serialize(Path(target))}");
        }
        else if (One("", "null", "\"\"") is { Length: > 0 } path)
        {
            members.Add($"\"path\":{path}");
        }

        if (operation.Keys is { } keys)
        {
            var urn = operation.Target?.Path.Urn;
            members.Add($"\"value\":{(urn is null ? Pathless(keys) : Object(keys.Select(key => (Path(key.Target with { Path = key.Target.Path with { Urn = null } }), key.Value))))}");
        }
        else if (operation.Value is not null)
        {
            members.Add($"\"value\":{operation.Value}");
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private string Pathless(IReadOnlyList<(ModelTarget Target, string Value)> keys)
    {
        List<(string Key, string Value)> members = [];
        foreach (var sameUrn in keys.GroupBy(key => key.Target.Path.Urn))
        {
            if (sameUrn.Key is { } urn && sameUrn.All(key => key.Target.Path.Name is not null) && _random.Next(2) == 0)
            {
                members.Add((urn, Object(sameUrn.Select(key => (Path(key.Target with { Path = key.Target.Path with { Urn = null } }), key.Value)))));
            }
            else
            {
                members.AddRange(sameUrn.Select(key => (Path(key.Target), key.Value)));
            }
        }

        return Object(members);
    }

    private string Path(ModelTarget target)
    {
        // Names that no schema has are kept as they come, so that they come in one way.
        var isKnown = target.Path.Urn?.StartsWith("urn:ietf:", StringComparison.Ordinal) != false && target.Path.Name is not ("tag" or "level" or "on" or "list" or "box" or "nest" or "things");
        if (!isKnown)
        {
            var selected = target.Filter is null ? "" : $"[{FilterText.WritePlainly(target.Filter)}]";
            return $"{target.Path with { Sub = null }}{selected}{(target.Path.Sub is null ? "" : "." + target.Path.Sub)}";
        }

        if (target.Filter is null)
        {
            return FilterText.Write(target.Path, _random.Next());
        }

        var sub = target.Path.Sub is null ? "" : "." + FilterText.Write(new ModelPath(null, target.Path.Sub), _random.Next());
        return $"{FilterText.Write(target.Path with { Sub = null }, _random.Next())}[{FilterText.Write(target.Filter, _random.Next())}]{sub}";
    }

    private string One(params string[] spellings) => spellings[_random.Next(spellings.Length)];

    private static string Object(IEnumerable<(string Key, string Value)> members) =>
        $"{{{string.Join(',', members.Select(m => $"{JsonSerializer.Serialize(m.Key)}:{m.Value}"))}}}";
}
