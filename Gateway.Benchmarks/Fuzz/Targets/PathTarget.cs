using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Fuzz.Targets;

/// <summary>A text as all that it can be: an attribute path, a PATCH path, a list of attributes to answer, an id.</summary>
internal sealed class PathTarget() : FuzzTarget("path", Dialect.Text)
{
    public override void Run(byte[] input, FuzzProbe probe)
    {
        var text = FuzzText.Decode(input);
        ReadAttribute(text, probe);
        ReadPath(text, ResourceSchema.User, probe);
        ReadPath(text, ResourceSchema.Group, probe);
        Project(text, ResourceSchema.User, FuzzSample.User, probe);
        Project(text, ResourceSchema.Group, FuzzSample.Group, probe);
        ReadId(text, probe);
    }

    private static void ReadAttribute(string text, FuzzProbe probe)
    {
        if (!AttributePath.TryParse(text, out var path))
        {
            return;
        }

        probe.Ok("attribute");
        probe.Expect(AttributePath.TryParse(path.ToString(), out var again) && again.Equals(path) && again.GetHashCode() == path.GetHashCode(), "an attribute path that reads back as another");
        foreach (var schema in (ResourceSchema[])[ResourceSchema.User, ResourceSchema.Group])
        {
            var isKnown = schema.TryResolve(path, out var resolved, out var reason);
            probe.Expect(isKnown ? resolved is not null : !string.IsNullOrEmpty(reason), "a path that is neither resolved nor refused");
        }
    }

    private static void ReadPath(string text, ResourceSchema schema, FuzzProbe probe)
    {
        var part = "PATCH path, " + schema.Name;
        if (!PatchPath.Parse(text, schema).TryGet(out var path, out var error))
        {
            probe.Error(part, error);
            return;
        }

        probe.Ok(part);
        var written = path.ToString();
        if (written.Length <= FilterParser.MaxLength)
        {
            probe.Expect(PatchPath.Parse(written, schema).TryGet(out var again, out _) && again.Equals(path), $"a PATCH path that does not read back: {written}");
        }
    }

    private static void Project(string text, ResourceSchema schema, ScimObject sample, FuzzProbe probe)
    {
        foreach (var projection in (AttributeProjection[])[AttributeProjection.Parse(text, null, schema), AttributeProjection.Parse(null, text, schema), AttributeProjection.Parse(text, text, schema)])
        {
            var answer = projection.Apply(sample);
            probe.Expect(answer["id"] is not null && answer["schemas"] is not null, "an answer without id or schemas");
            probe.Expect(projection.Apply(answer).Equals(answer), "a projection of what is projected already, with another answer");
            projection.Includes(text);
            probe.Answer(answer);
        }
    }

    private static void ReadId(string text, FuzzProbe probe)
    {
        if (ScimId.TryDecode(text, out var raw))
        {
            probe.Ok("id");
            probe.Expect(ScimId.Encode(raw) == text, "an id whose key has another id");
        }

        // What no app has as a key is refused by an exception, as documented.
        if (text.Length == 0 || HasHalfPair(text))
        {
            return;
        }

        var id = ScimId.Encode(text);
        probe.Expect(id.Length <= ScimId.MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '~'), "an id that cannot stand in a URL");
        probe.Expect(id.StartsWith("~h", StringComparison.Ordinal) || (ScimId.TryDecode(id, out var back) && back == text), "an id that does not read back");
    }

    private static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
