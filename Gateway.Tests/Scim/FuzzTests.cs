using Gateway.Benchmarks.Fuzz;
using Gateway.Benchmarks.Fuzz.Growth;

namespace Gateway.Tests.Scim;

/// <summary>The fuzzer of Gateway.Benchmarks, by the same code, with a fixed seed: docs/fuzzing.md has the long run.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 20_000;
    private const int Seed = 20_261_124;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    public static TheoryData<string> Shapes => [.. GrowthShapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_AnyInput_IsAnsweredOrRefused(string name)
    {
        var target = FuzzTargets.Named(name);

        var report = FuzzRun.Of(target, FuzzCorpus.Read(Path.Combine(FuzzCorpus.Folder, target.Folder)), Inputs, Seed);

        report.Findings.Select(finding => $"{finding.Fault}: {Convert.ToBase64String(finding.Input)}").Should().BeEmpty();
        report.Inputs.Should().Be(Inputs);
        report.Counts.Where(count => count.Key.Word == "ok").Sum(count => count.Value).Should().BeGreaterThan(Inputs / 10, because: "inputs that all fail at the first character show nothing");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_TwiceAsLarge_AllocatesTwiceAsMuch(string name) =>
        GrowthPass.Measure(GrowthShapes.All.Single(shape => shape.Name == name), rounds: 0).BytesRatio.Should().BeLessThanOrEqualTo(GrowthResult.MaxRatio);

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        var target = FuzzTargets.Named("patch");
        var seeds = FuzzCorpus.Read(Path.Combine(FuzzCorpus.Folder, target.Folder));

        var (first, second) = (FuzzRun.Of(target, seeds, 2_000, 7), FuzzRun.Of(target, seeds, 2_000, 7));

        (second.Bytes, second.Interesting).Should().Be((first.Bytes, first.Interesting));
        second.Counts.Should().Equal(first.Counts);
    }

    [Fact]
    public void Run_TargetThatFails_HasTheInputAsAFinding()
    {
        var report = FuzzRun.Of(new FragileTarget(), ["title pr"u8.ToArray()], 2_000, 1);

        report.Findings.Should().Contain(finding => finding.Fault.Contains("IndexOutOfRangeException", StringComparison.Ordinal) && !finding.Input.Contains((byte)'t'));
        report.Findings.Should().Contain(finding => finding.Fault == "more bytes allocated than the bound");
    }

    [Fact]
    public void Measure_WorkThatGrowsWithTheSquare_IsAboveTheBound() =>
        GrowthPass.Measure(new GrowthShape("square", 64, n => () => Enumerable.Range(0, n).Select(_ => new byte[n]).ToList().Clear()), rounds: 0).BytesRatio.Should().BeGreaterThan(3);

    private sealed class FragileTarget() : FuzzTarget("fragile", Dialect.Text)
    {
        public override void Run(byte[] input, FuzzProbe probe)
        {
            probe.Ok(input[Array.IndexOf(input, (byte)'t')].ToString(System.Globalization.CultureInfo.InvariantCulture));
            _ = input.Contains((byte)'(') ? new byte[FuzzTarget.FixedBytes + (FuzzTarget.BytesPerByte * (input.Length + 1))] : [];
        }
    }
}
