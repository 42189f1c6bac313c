using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Fuzz.Targets;

/// <summary>A filter is read, evaluated, written and read again: unchecked, and checked against each schema.</summary>
internal sealed class FilterTarget() : FuzzTarget("filter", Dialect.Text)
{
    public override void Run(byte[] input, FuzzProbe probe)
    {
        var text = FuzzText.Decode(input);
        Run(text, "unchecked", FilterParser.Parse, ResourceSchema.User, FuzzSample.User, probe);
        Run(text, "User", t => FilterParser.Parse(t, ResourceSchema.User), ResourceSchema.User, FuzzSample.User, probe);
        Run(text, "Group", t => FilterParser.Parse(t, ResourceSchema.Group), ResourceSchema.Group, FuzzSample.Group, probe);
    }

    private static void Run(string text, string part, Func<string, Gateway.Scim.Messages.Outcome<Filter>> parse, ResourceSchema schema, ScimObject sample, FuzzProbe probe)
    {
        if (!parse(text).TryGet(out var filter, out var error))
        {
            probe.Error(part, error);
            return;
        }

        var matches = FilterEvaluator.Matches(filter, sample, schema);
        probe.Ok(matches ? part + ", matches" : part);
        var written = FilterWriter.Write(filter);
        if (written.Length > FilterParser.MaxLength)
        {
            return;
        }

        if (!parse(written).TryGet(out var again, out error))
        {
            probe.Expect(false, $"'{part}' filter that cannot be read back ({error.Detail})");
            return;
        }

        probe.Expect(again.Equals(filter), $"'{part}' filter that reads back as another: {FilterWriter.Write(again)}");
        probe.Expect(FilterEvaluator.Matches(again, sample, schema) == matches, $"'{part}' filter that matches otherwise when read back");
    }
}
