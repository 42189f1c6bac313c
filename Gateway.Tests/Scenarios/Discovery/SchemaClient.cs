using System.Text.Json.Nodes;

namespace Gateway.Tests.Scenarios.Discovery;

/// <summary>A client that knows nothing but what /Schemas told it: which attributes there are, of which type, and when they may be written.</summary>
internal sealed class SchemaClient(GatewayFixture gateway, string urn, IReadOnlyList<SchemaClient.Attribute> attributes)
{
    /// <param name="Definition">As it was listed.</param>
    internal sealed record Attribute(string Name, string Mutability, string Returned, JsonObject Definition)
    {
        public string Description => (string)Definition["description"]!;
    }

    public IReadOnlyList<Attribute> Attributes => attributes;

    public static async Task<SchemaClient> ReadAsync(GatewayFixture gateway, string urn)
    {
        var schema = await gateway.GetAsync("/Schemas/" + urn);
        schema.Status.Should().Be(200, because: schema.Text);
        return new(gateway, urn, [.. schema["attributes"]!.AsArray().Select(one => Read(one!.AsObject()))]);
    }

    public Attribute? Find(string name) => attributes.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>A resource with a value for each attribute, those that a client may not write included.</summary>
    public JsonObject Resource(int which, Func<Attribute, int, JsonNode?> value)
    {
        var members = new JsonObject();
        foreach (var attribute in attributes.Where(attribute => attribute.Name != "id"))
        {
            members[attribute.Name] = value(attribute, which);
        }

        return members;
    }

    public Task<ScimReply> ReplaceAsync(string path, Attribute attribute, JsonNode? value)
    {
        var isExtension = urn.Contains(":extension:", StringComparison.Ordinal);
        return gateway.PatchAsync(path, ScimBodies.Op("replace", isExtension ? $"{urn}:{attribute.Name}" : attribute.Name, value));
    }

    /// <summary>The attribute as the resource shows it.</summary>
    public JsonNode? Shown(ScimReply resource, string name) =>
        urn.Contains(":extension:", StringComparison.Ordinal) ? resource[urn]?[name] : resource[name];

    /// <summary>The first or second value that fits a listed definition; it tells its attribute and which one it is.</summary>
    public static JsonNode? Value(JsonObject definition, string path, int which)
    {
        var one = (string)definition["type"]! switch
        {
            "boolean" => JsonValue.Create(which == 1),
            "reference" => JsonValue.Create($"https://example.com/{path}/{which}"),
            "binary" => JsonValue.Create(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{path} {which}"))),
            "complex" => Complex(definition["subAttributes"]!.AsArray(), path, which),
            "string" => (JsonNode)$"{path}-{which}",
            var type => throw new InvalidOperationException($"No value of type {type} is known."),
        };
        return (bool)definition["multiValued"]! ? new JsonArray(one) : one;
    }

    private static JsonObject Complex(JsonArray parts, string path, int which)
    {
        var complex = new JsonObject();
        foreach (var part in parts.Where(part => (string)part!["mutability"]! != "readOnly"))
        {
            var name = (string)part!["name"]!;

            // Whether a value is primary is no difference between the two.
            complex[name] = name == "primary" ? true : Value(part.AsObject(), $"{path}.{name.TrimStart('$')}", which);
        }

        return complex;
    }

    private static Attribute Read(JsonObject definition) =>
        new((string)definition["name"]!, (string)definition["mutability"]!, (string)definition["returned"]!, definition);
}
