using BenchmarkDotNet.Running;
using Gateway.Benchmarks.Fuzz.Command;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Transforms.Attacks;

// "fuzz": hostile input for the protocol core (docs/fuzzing.md). "load": the whole way over HTTP, as ratios to raw YARP in the same run. "attacks": what scripts must not do. Anything else: BenchmarkDotNet's own arguments.
return args switch
{
    ["fuzz", .. var rest] => FuzzCommand.Run(FuzzOptions.Parse(rest)),
    ["load", .. var rest] => await LoadBench.RunAsync(LoadOptions.Parse(rest)),
    ["attacks"] => await AttackBench.RunAsync(),
    ["attacks", "--load"] => await LoadUnderAttack.RunAsync(),
    [LoadChild.Verb, var kind, .. var rest] => await LoadChild.RunAsync(kind, rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(LoadBench).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
