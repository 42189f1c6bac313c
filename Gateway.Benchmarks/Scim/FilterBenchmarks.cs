using BenchmarkDotNet.Attributes;
using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Benchmarks.Scim;

/// <summary>Filters: once for each look-up, and once for each stored user where a filter is no look-up.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private const string LookUp = """userName eq "ada.lovelace@contoso.com" """;
    private const string Nested = """emails[type eq "work" and value co "@contoso.com"] and not (active eq false or title sw "Robot")""";

    private static readonly Filter LookUpFilter = FilterParser.Parse(LookUp, ResourceSchema.User).Value;
    private static readonly Filter NestedFilter = FilterParser.Parse(Nested, ResourceSchema.User).Value;
    private static readonly ScimObject User = SampleUser.Resource;

    [Benchmark]
    public bool ParseLookUp() => FilterParser.Parse(LookUp, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool ParseNested() => FilterParser.Parse(Nested, ResourceSchema.User).IsOk;

    [Benchmark]
    public bool EvaluateLookUp() => FilterEvaluator.Matches(LookUpFilter, User, ResourceSchema.User);

    [Benchmark]
    public bool EvaluateNested() => FilterEvaluator.Matches(NestedFilter, User, ResourceSchema.User);
}
