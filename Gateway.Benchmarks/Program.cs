using BenchmarkDotNet.Running;
using Gateway.Benchmarks.Load;

// "load": the whole way over HTTP, as ratios to raw YARP in the same run. Anything else: BenchmarkDotNet's own arguments.
return args is ["load", .. var rest]
    ? await LoadBench.RunAsync(LoadOptions.Parse(rest))
    : BenchmarkSwitcher.FromAssembly(typeof(LoadBench).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
