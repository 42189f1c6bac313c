using System.Buffers;
using System.Text;
using CsCheck;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Messages;

public sealed class ListResponseTests
{
    [Fact]
    public void WriteSteps_AnyPage_IsByteForByteTheMessage() =>
        Gen.Select(ScimGen.Object.Array[0, 5], Gen.Long[0, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample(
            (resources, total, start) =>
            {
                var written = Write(writer => ListResponse.WriteSteps(writer, total, start, resources.Length, resources), out _);

                return written == ScimJson.ToText(new ListResponse(total, start, resources).ToObject());
            },
            iter: 10_000);

    [Fact]
    public void WriteSteps_AnyValue_IsByteForByteTheValue() =>
        Gen.OneOf(ScimGen.Object.Select(ScimValue (o) => o), ScimGen.Leaf, ScimGen.Object.Array[0, 80].Select(ScimValue (items) => ScimObject.Of(("members", new ScimArray(items))))).Sample(
            value => Write(writer => ScimJson.WriteSteps(writer, value), out _) == ScimJson.ToText(value),
            iter: 10_000);

    [Fact]
    public void WriteSteps_AGroupOfThousands_AStepForEachMember()
    {
        var group = ScimObject.Of(("id", new ScimString("g")), ("members", new ScimArray(Enumerable.Range(0, 5_000).Select(i => ScimObject.Of(("value", ScimNumber.Of(i)))))));

        Write(writer => ScimJson.WriteSteps(writer, group), out var steps);

        steps.Should().HaveCount(5_001).And.BeInAscendingOrder();
    }

    [Fact]
    public void WriteSteps_OfAPage_MakesNoResourceBeforeItsTurn()
    {
        var made = 0;
        var resources = Enumerable.Range(0, 3).Select(i =>
        {
            made++;
            return ScimObject.Of(("id", ScimNumber.Of(i)));
        });
        using var writer = ScimJson.CreateWriter(new ArrayBufferWriter<byte>());

        var madeBefore = ListResponse.WriteSteps(writer, 3, 1, 3, resources).Select(_ => made).ToList();

        madeBefore.Should().Equal(1, 2, 3, 3);
    }

    private static string Write(Func<System.Text.Json.Utf8JsonWriter, IEnumerable<long>> write, out IReadOnlyList<long> steps)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = ScimJson.CreateWriter(output);
        var seen = new List<long>();
        foreach (var step in write(writer))
        {
            // As a caller does that sends on what it has.
            writer.Flush();
            seen.Add(step);
        }

        writer.Flush();
        steps = seen;
        seen[^1].Should().Be(output.WrittenCount);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
