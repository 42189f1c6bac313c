using System.Text;
using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Fuzz.Growth;

/// <summary>The shapes that cost most where a parser, or what works on its answer, is careless.</summary>
internal static class GrowthShapes
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        Filter("chain of and", 60, n => Join(" and ", n, i => $"title eq \"{i}\"")),
        Filter("chain of or", 60, n => Join(" or ", n, i => $"title eq \"{i}\"")),
        Filter("and in or", 30, n => Join(" or ", n, i => $"title pr and active eq true")),
        Filter("not (…) in a chain", 60, n => Join(" and ", n, _ => "not (title pr)")),
        Filter("parentheses nested", 6, n => new string('(', n) + "title pr" + new string(')', n)),
        Filter("not (…) nested", 6, n => string.Concat(Enumerable.Repeat("not (", n)) + "title pr" + new string(')', n)),
        Filter("brackets opened and not closed", 1_000, n => new string('(', n)),
        Filter("chain inside brackets", 60, n => $"emails[{Join(" or ", n, i => $"value eq \"{i}\"")}]"),
        Filter("value paths in a chain", 40, n => Join(" or ", n, i => $"emails[type eq \"work\"].value eq \"{i}\"")),
        Filter("a long text", 1_900, n => $"title eq \"{new string('a', n)}\""),
        Filter("a text of escapes", 300, n => $"title eq \"{Repeat("\\u0041", n)}\""),
        Filter("a text of half escapes", 900, n => $"title eq \"{Repeat("\\", (2 * n) + 1)}\""),
        Filter("a long name", 1_900, n => new string('a', n) + " pr"),
        Filter("a long URN", 1_000, n => Repeat("u:", n) + "a pr"),
        Filter("blanks", 1_900, n => "title" + new string(' ', n) + "pr"),
        Path("members[value eq …] joined by or", 70, n => $"members[{Join(" or ", n, i => $"value eq \"{i}\"")}]", ResourceSchema.Group),
        Path("a long path", 1_900, n => new string('a', n), ResourceSchema.User),
        Path("colons", 1_900, n => new string(':', n), ResourceSchema.User),
        Text("attributes asked for", 1_000, n => Join(",", n, i => $"urn:x:2.0:User:a{i}"), text => AttributeProjection.Parse(text, text, ResourceSchema.User).Apply(FuzzSample.User)),
        Text("a long id", 4_000, n => new string('é', n), text => ScimId.TryDecode(ScimId.Encode(text), out _)),
        Json("an object of many names", 10_000, n => Object(n, i => $"\"a{i}\":{i}")),
        Json("a list of many texts", 10_000, n => List(n, i => $"\"{i}\"")),
        Json("a list of many objects", 10_000, n => List(n, i => $"{{\"value\":\"{i}\"}}")),
        Json("a list of many empty lists", 10_000, n => List(n, _ => "[]")),
        Json("a list of many numbers", 10_000, n => List(n, _ => "1")),
        Json("a text of escapes", 10_000, n => $"{{\"a\":\"{Repeat("\\u0041", n)}\"}}"),
        Json("a name of escapes", 10_000, n => $"{{\"{Repeat("\\u0041", n)}\":1}}"),
        Json("a fault at the end of many lines", 10_000, n => Repeat("\n", n) + "{\"a\":01}"),
        Json("brackets opened and not closed", 10_000, n => new string('[', n)),
        Resource("unknown attributes", 100, n => Object(n, i => $"\"a{i}\":\"x\"", "\"userName\":\"a\""), ResourceSchema.User),
        Resource("attributes of the extension", 100, n => $$"""{"userName":"a","{{Enterprise}}":{{Object(n, i => $"\"a{i}\":\"x\"")}} }""", ResourceSchema.User),
        Resource("unknown extensions", 100, n => Object(n, i => $"\"urn:x:{i}\":{{\"a\":1}}", "\"userName\":\"a\""), ResourceSchema.User),
        Resource("nulls in an untyped object", 100, n => $$"""{"userName":"a","b":{{Object(n, i => $"\"a{i}\":null")}} }""", ResourceSchema.User),
        Resource("parts of a complex value", 100, n => $$"""{"userName":"a","name":{{Object(n, i => $"\"a{i}\":\"x\"")}} }""", ResourceSchema.User),
        Resource("e-mails", 1_000, n => $$"""{"userName":"a","emails":{{List(n, i => $"{{\"value\":\"{i}\",\"type\":\"work\"}}")}} }""", ResourceSchema.User),
        Resource("roles as texts", 1_000, n => $$"""{"userName":"a","roles":{{List(n, i => $"\"{i}\"")}} }""", ResourceSchema.User),
        Resource("equal addresses", 1_000, n => $$"""{"userName":"a","addresses":{{List(n, i => "{\"locality\":\"x\"}")}} }""", ResourceSchema.User),
        Resource("members, to 100,000", 12_500, n => $$"""{"displayName":"a","members":{{List(n, i => $"{{\"value\":\"{i}\"}}")}} }""", ResourceSchema.Group),
        Patch("operations on one attribute", 120, n => Operations(n, i => $$"""{"op":"replace","path":"title","value":"{{i}}"}"""), ResourceSchema.User),
        Patch("operations that add a value", 120, n => Operations(n, i => $$"""{"op":"add","path":"emails","value":[{"value":"{{i}}"}]}"""), ResourceSchema.User),
        Patch("operations that add a role", 120, n => Operations(n, i => $$"""{"op":"add","path":"roles","value":"{{i}}"}"""), ResourceSchema.User),
        Patch("operations that add to two attributes in turn", 120, n => Operations(n, i => $$"""{"op":"add","path":"{{(i % 2 == 0 ? "emails" : "roles")}}","value":[{"value":"{{i}}"}]}"""), ResourceSchema.User),
        Patch("operations that add to an untyped list", 120, n => Operations(n, i => $$"""{"op":"add","path":"urn:x:2.0:User:list","value":[{"value":"{{i}}"}]}"""), ResourceSchema.User),
        Patch("operations that set a part of all values", 20, n => Operations(n, i => $$"""{"op":"replace","path":"emails.display","value":"{{i}}"}"""), ResourceSchema.User),
        Patch("operations that create by filter", 120, n => Operations(n, i => $$"""{"op":"add","path":"emails[type eq \"{{i}}\"].value","value":"{{i}}"}"""), ResourceSchema.User) with { IsProduct = true },
        Patch("operations that remove one value", 120, n => Operations(n, i => $$"""{"op":"remove","path":"emails[value eq \"{{i}}\"]"}"""), ResourceSchema.User),
        Patch("operations on an extension", 120, n => Operations(n, i => $$"""{"op":"add","path":"urn:x:2.0:User:a{{i}}","value":"{{i}}"}"""), ResourceSchema.User),
        Patch("operations on unknown extensions", 120, n => Operations(n, i => $$"""{"op":"add","path":"urn:x:{{i}}.0:User:a","value":"{{i}}"}"""), ResourceSchema.User),
        Patch("operations on parts of an attribute", 120, n => Operations(n, i => $$"""{"op":"add","path":"urn:x:2.0:User:box.a{{i}}","value":"{{i}}"}"""), ResourceSchema.User),
        Patch("parts of one value", 100, n => Operations(1, _ => $$"""{"op":"add","path":"name","value":{{Object(n, i => $"\"a{i}\":1")}} }"""), ResourceSchema.User),
        Patch("parts of a value of many", 100, n => Operations(1, _ => $$"""{"op":"add","path":"emails[type eq \"work\"]","value":{{Object(n, i => $"\"a{i}\":1")}} }"""), ResourceSchema.User),
        Patch("keys of one operation without path", 120, n => Operations(1, _ => $$"""{"op":"add","value":{{Object(n, i => $"\"urn:x:2.0:User:a{i}\":1")}} }"""), ResourceSchema.User),
        Patch("keys behind a long URN", 50, n => Operations(1, _ => $$"""{"op":"add","value":{"urn:{{new string('x', 20 * n)}}:2.0:User":{{Object(n, i => $"\"a{i}\":1")}} } }"""), ResourceSchema.User),
        Patch("values added at once", 1_000, n => Operations(1, _ => $$"""{"op":"add","path":"emails","value":{{List(n, i => $"{{\"value\":\"{i}\"}}")}} }"""), ResourceSchema.User),
        Patch("values of one address and many types", 1_000, n => Operations(1, _ => $$"""{"op":"add","path":"emails","value":{{List(n, i => $"{{\"value\":\"x\",\"type\":\"{i}\"}}")}} }"""), ResourceSchema.User),
        Patch("addresses removed at once", 500, n => Operations(2, k => $$"""{"op":"{{(k == 0 ? "add" : "remove")}}","path":"addresses","value":{{List(n, i => $"{{\"locality\":\"{i}\"}}")}} }"""), ResourceSchema.User),
        Patch("members added, to 100,000", 12_500, n => Operations(1, _ => $$"""{"op":"Add","path":"members","value":{{List(n, i => $"{{\"$ref\":null,\"value\":\"{i}\"}}")}} }"""), ResourceSchema.Group),
        Patch("members removed, to 100,000", 12_500, n => Operations(2, k => $$"""{"op":"{{(k == 0 ? "Add" : "Remove")}}","path":"members","value":{{List(n, i => $"{{\"value\":\"{i}\"}}")}} }"""), ResourceSchema.Group),
        Patch("operations that remove a member", 120, n => Operations(n, i => $$"""{"op":"remove","path":"members[value eq \"{{i}}\"]"}"""), ResourceSchema.Group),
        Patch("operations that add a member", 120, n => Operations(n, i => $$"""{"op":"add","path":"members","value":[{"value":"{{i}}"}]}"""), ResourceSchema.Group),
    ];

    private static GrowthShape Filter(string name, int start, Func<int, string> text) => Text("filter: " + name, start, text, t =>
    {
        if (FilterParser.Parse(t, ResourceSchema.User).TryGet(out var filter, out _))
        {
            FilterEvaluator.Matches(filter, FuzzSample.User, ResourceSchema.User);
            FilterParser.Parse(FilterWriter.Write(filter));
        }
    });

    private static GrowthShape Path(string name, int start, Func<int, string> text, ResourceSchema schema) => Text("path: " + name, start, text, t =>
    {
        if (PatchPath.Parse(t, schema).TryGet(out var path, out _))
        {
            _ = path.ToString();
        }
    });

    private static GrowthShape Text(string name, int start, Func<int, string> text, Action<string> run) => new(name, start, n =>
    {
        var built = text(n);
        return () => run(built);
    });

    private static GrowthShape Json(string name, int start, Func<int, string> text) => Body("JSON: " + name, start, text, utf8 =>
    {
        if (ScimJson.Parse(utf8).TryGet(out var value, out _))
        {
            ScimJson.ToUtf8(value);
        }
    });

    private static GrowthShape Resource(string name, int start, Func<int, string> text, ResourceSchema schema) => Body("resource: " + name, start, text, utf8 =>
    {
        if (ResourceValidation.Validate(ScimJson.ParseObject(utf8).Value, schema).TryGet(out var resource, out _))
        {
            AttributeProjection.Parse("userName,emails.value", "name", schema).Apply(resource);
        }
    });

    private static GrowthShape Patch(string name, int start, Func<int, string> text, ResourceSchema schema) => Body("PATCH: " + name, start, text, utf8 =>
    {
        if (!PatchRequest.Parse(ScimJson.ParseObject(utf8).Value, schema).TryGet(out var request, out _))
        {
            return;
        }

        PatchEngine.Apply(schema == ResourceSchema.User ? FuzzSample.User : FuzzSample.Group, request, schema);
        GroupPatch.Split(request);
    });

    private static GrowthShape Body(string name, int start, Func<int, string> text, Action<byte[]> run) => new(name, start, n =>
    {
        var utf8 = Encoding.UTF8.GetBytes(text(n));
        return () => run(utf8);
    });

    private static string Operations(int n, Func<int, string> one) => $$"""{"schemas":["{{PatchRequest.Urn}}"],"Operations":{{List(n, one)}} }""";

    private static string List(int n, Func<int, string> one) => $"[{Join(",", n, one)}]";

    private static string Object(int n, Func<int, string> one, string? first = null) => $"{{{(first is null ? "" : first + ",")}{Join(",", n, one)}}}";

    private static string Join(string joint, int n, Func<int, string> one) => string.Join(joint, Enumerable.Range(0, n).Select(one));

    private static string Repeat(string text, int n) => string.Concat(Enumerable.Repeat(text, n));
}
