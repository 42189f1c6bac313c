using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gateway.Scim.Resources;

namespace Gateway.Benchmarks.Scim;

/// <summary>A user of 1 kB in and out of the attribute tree.</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private static readonly byte[] Json = SampleUser.Json;
    private static readonly ScimObject User = SampleUser.Resource;

    private readonly ArrayBufferWriter<byte> _output = new(4096);

    [Benchmark]
    public bool Read() => ScimJson.ParseObject(Json).IsOk;

    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        ScimJson.Write(_output, User);
        return _output.WrittenCount;
    }
}
