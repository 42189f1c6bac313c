using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Scim;

/// <summary>A resource on its whole way in (bytes to a valid resource) and out (stored attributes to bytes).</summary>
[MemoryDiagnoser]
public class ResourceBenchmarks
{
    private static readonly byte[] Json = SampleUser.Json;
    private static readonly ScimObject Body = SampleUser.Resource;
    private static readonly ScimObject Valid = ResourceValidation.Validate(SampleUser.Resource, ResourceSchema.User).Value;
    private static readonly ScimObject[] Hundred = [.. Enumerable.Range(0, 100).Select(i => Meta(i).Compose(Valid, ResourceSchema.User))];
    private static readonly AttributeProjection All = AttributeProjection.Default(ResourceSchema.User);
    private static readonly AttributeProjection Some = AttributeProjection.Parse("userName,name.familyName,emails.value", null, ResourceSchema.User);

    private readonly ArrayBufferWriter<byte> _output = new(256 * 1024);

    [Benchmark]
    public bool Validate() => ResourceValidation.Validate(Body, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ReadAndValidate() => ScimJson.ParseObject(Json).TryGet(out var body, out _) && ResourceValidation.Validate(body, ResourceSchema.User).IsOk;

    [Benchmark]
    public int Render() => Write(All.Apply(Meta(1).Compose(Valid, ResourceSchema.User)));

    [Benchmark]
    public int RenderSome() => Write(Some.Apply(Meta(1).Compose(Valid, ResourceSchema.User)));

    [Benchmark]
    public int ListOfHundred() => Write(new ListResponse(100, 1, [.. Hundred.Select(All.Apply)]).ToObject());

    private static ResourceMeta Meta(int i) => new(
        $"JIRAUSER{10_000 + i}",
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
        $"https://scim.example.com/scim/jira/v2/Users/JIRAUSER{10_000 + i}",
        "W/\"3\"");

    private int Write(ScimValue value)
    {
        _output.ResetWrittenCount();
        ScimJson.Write(_output, value);
        return _output.WrittenCount;
    }
}
