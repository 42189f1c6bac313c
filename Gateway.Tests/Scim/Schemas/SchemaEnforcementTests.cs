using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Schemas;

/// <summary>What a schema says of an attribute is what a POST and a PATCH enforce, for each attribute of each schema.</summary>
public sealed class SchemaEnforcementTests
{
    private static readonly ResourceSchema[] Types = [ResourceSchema.User, ResourceSchema.Group];

    /// <summary>Resource type, path.</summary>
    public static TheoryData<string, string> Writable => Paths(attribute => attribute.Mutability != Mutability.ReadOnly);

    public static TheoryData<string, string> ReadOnly => Paths(attribute => attribute.Mutability == Mutability.ReadOnly);

    public static TheoryData<string, string> Required => Paths(attribute => attribute.Required);

    public static TheoryData<string, string> WithPrimary => Paths(attribute => attribute.Sub("primary") is not null);

    [Theory]
    [MemberData(nameof(Writable))]
    public void Value_OfItsType_IsTakenByPostAndPatch(string type, string path)
    {
        var target = new Target(type, path);

        foreach (var value in Right(target.Definition))
        {
            Post(target, value).IsOk.Should().BeTrue($"{path} may be {value}");
            PatchError(target, "add", value).Should().BeNull($"{path} may be {value}");
        }
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void Value_NotOfItsType_IsInvalidValueNamingThePath(string type, string path)
    {
        var target = new Target(type, path);

        foreach (var value in Wrong(target.Definition))
        {
            foreach (var error in new[] { Post(target, value).Error, PatchError(target, "replace", value), PatchError(target, "add", value) })
            {
                error.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" }, $"{path} may not be {value}");
                error!.Detail.Should().Contain($"{path}'", because: error.Detail);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public void ReadOnly_IsIgnoredInPostAndRefusedInPatch(string type, string path)
    {
        var target = new Target(type, path);
        var value = Right(target.Definition)[0];

        var posted = Post(target, value).Value;
        posted.ShouldEqual(Post(target, null).Value);
        foreach (var op in new[] { "add", "replace", "remove" })
        {
            PatchError(target, op, value)!.ScimType.Should().Be("mutability", path);
        }
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void Required_MustBeThereAndStays(string type, string path)
    {
        var target = new Target(type, path);

        foreach (var empty in new[] { "null", "\"\"", "[]" })
        {
            Post(target, empty).Error!.ScimType.Should().Be("invalidValue");
        }

        if (target.Parent is null)
        {
            Post(target, null).Error!.ScimType.Should().Be("invalidValue");
            PatchError(target, "replace", "\"\"")!.ScimType.Should().Be("invalidValue");
            PatchError(target, "replace", "null")!.ScimType.Should().Be("invalidValue");
            PatchError(target, "remove", null)!.ScimType.Should().Be("mutability", because: "RFC 7644 section 3.5.2.2 says so");
        }
    }

    [Theory]
    [MemberData(nameof(WithPrimary))]
    public void Primary_TwiceInOneList_IsInvalidValue(string type, string path)
    {
        var target = new Target(type, path);
        const string Two = """[{"type":"work","primary":true},{"type":"home","primary":"True"}]""";

        Post(target, Two).Error!.ScimType.Should().Be("invalidValue");
        PatchError(target, "add", Two)!.ScimType.Should().Be("invalidValue");
    }

    private static Outcome<ScimObject> Post(Target target, string? value) =>
        ResourceValidation.Validate(Sample.Read(target.Body(value)), target.Schema);

    private static ScimError? PatchError(Target target, string op, string? value) => PatchRequest.Parse(
        Sample.Read($$"""{"schemas":["{{PatchRequest.Urn}}"],"Operations":[{"op":"{{op}}","path":"{{target.Path}}"{{(value is null ? "" : $",\"value\":{value}")}}}]}"""),
        target.Schema).Error;

    private static string[] Right(AttributeDefinition attribute)
    {
        var one = attribute.Type switch
        {
            AttributeType.Boolean => """true|false|"True"|"false" """.TrimEnd().Split('|'),
            AttributeType.Integer => ["5", "\"5\""],
            AttributeType.Decimal => ["5.5", "\"5.5\""],
            AttributeType.DateTime => ["\"2011-05-13T04:42:34Z\""],
            AttributeType.Binary => ["\"TUlJ\""],
            AttributeType.Reference => ["\"https://example.com/1\"", "\"../Users/1\""],
            AttributeType.Complex => [$$"""{"{{attribute.SubAttributes[0].Name}}":{{Right(attribute.SubAttributes[0])[0]}}}"""],
            _ => ["\"text\""],
        };
        return attribute.MultiValued ? [.. one.Select(value => $"[{value}]"), .. one] : one;
    }

    private static string[] Wrong(AttributeDefinition attribute)
    {
        string[] one = attribute.Type switch
        {
            AttributeType.Boolean => ["5", "\"yes\"", """{"value":true}"""],
            AttributeType.Integer => ["true", "\"five\"", "5.5", """{"value":5}"""],
            AttributeType.Decimal => ["true", "\"five\"", """{"value":5}"""],
            AttributeType.DateTime => ["true", "5", "\"yesterday\""],
            AttributeType.Binary => ["true", "5", "\"not base64!\"", """{"value":"TUlJ"}"""],
            AttributeType.Reference => ["true", "5", "\"no uri\"", """{"value":"https://example.com"}"""],
            AttributeType.Complex => attribute.Sub("value") is null ? ["true", "5", "\"text\""] : ["true", "5"],
            _ => ["true", "5", """{"value":"text"}"""],
        };
        return attribute.MultiValued ? [.. one, .. one.Select(value => $"[{value}]")]
            : attribute.Type == AttributeType.Complex ? [.. one, "[5]"]
            : [.. one, .. Right(attribute).Select(value => $"[{value}]")];
    }

    /// <summary>Attributes and their parts, of core, extensions and what every resource has.</summary>
    private static TheoryData<string, string> Paths(Func<AttributeDefinition, bool> take)
    {
        var data = new TheoryData<string, string>();
        foreach (var schema in Types)
        {
            var core = new[] { "id", "externalId", "meta" }.Select(name => schema.FindCore(name)!).Concat(schema.Core.Attributes).Select(attribute => (Prefix: "", attribute));
            var extended = schema.Extensions.SelectMany(extension => extension.Attributes.Select(attribute => (Prefix: extension.Id + ":", attribute)));
            foreach (var (prefix, attribute) in core.Concat(extended))
            {
                foreach (var (path, definition) in attribute.SubAttributes.Select(sub => ($".{sub.Name}", sub)).Prepend(("", attribute)).Where(part => take(part.Item2)))
                {
                    data.Add(schema.Name, $"{prefix}{attribute.Name}{path}");
                }
            }
        }

        return data;
    }

    /// <summary>An attribute by its path, and the smallest body that has it.</summary>
    private sealed class Target
    {
        private readonly string _name;
        private readonly string? _extension;

        public Target(string type, string path)
        {
            (Path, Schema) = (path, Types.Single(schema => schema.Name == type));
            if (!AttributePath.TryParse(path, out var parsed) || !Schema.TryResolve(parsed, out var resolved, out _))
            {
                throw new ArgumentException($"A {type} has no {path}.", nameof(path));
            }

            (_name, _extension, Definition) = (resolved.Name!, resolved.Extension, resolved.Leaf!);
            Parent = resolved.SubName is null ? null : resolved.Definition;
        }

        public string Path { get; }

        public ResourceSchema Schema { get; }

        public AttributeDefinition Definition { get; }

        public AttributeDefinition? Parent { get; }

        /// <param name="value">JSON; null leaves the attribute out.</param>
        public string Body(string? value)
        {
            var needed = Schema.Core.Attributes.Where(attribute => attribute.Required && attribute.Name != _name).Select(attribute => $"\"{attribute.Name}\":\"x\"");
            if (value is null)
            {
                return $"{{{string.Join(',', needed)}}}";
            }

            if (Parent is not null)
            {
                var others = Parent.SubAttributes.Where(sub => sub.Required && sub != Definition).Select(sub => $",\"{sub.Name}\":\"x\"");
                value = $"{{\"{Definition.Name}\":{value}{string.Concat(others)}}}";
                value = Parent.MultiValued ? $"[{value}]" : value;
            }

            var attribute = $"\"{_name}\":{value}";
            return $"{{{string.Join(',', needed.Append(_extension is null ? attribute : $"\"{_extension}\":{{{attribute}}}"))}}}";
        }
    }
}
