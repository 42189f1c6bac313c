using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Scim;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Scim.Resources;
using Gateway.Transforms;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Transforms;

/// <summary>The rules of a user: settings alone, a script that is data, a script with functions (an engine for each user).</summary>
[MemoryDiagnoser]
public class TransformBenchmarks
{
    private const string Data = """
        export const username = { pattern: '(.*)@.*', replacement: '$1' };
        export const attributes = { emailAddress: 'emails[type eq "work"].value', displayName: 'displayName' };
        export const status = [{ when: 'userName sw "ext-"', then: 'ignore' }, { when: 'active eq false', then: 'inactive' }];
        """;

    private const string Functions = """
        export const username = user => user.userName.split('@')[0].toLowerCase();
        export const attributes = { emailAddress: 'emails[type eq "work"].value', displayName: user => `${user.name.givenName} ${user.name.familyName}` };
        export const status = [{ when: user => user.title === 'Contractor', then: 'inactive' }];
        """;

    private static readonly ScimObject User = SampleUser.Resource;
    private static readonly TransformContext Context = new("jira", "jira", "create", null, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    // As long as the process: their threads wait between runs.
    private static readonly ScriptWorkers Workers = new(TimeProvider.System, NullLogger<ScriptWorkers>.Instance);

    private string _folder = "";
    private ITransform _settings = null!;
    private ITransform _data = null!;
    private ITransform _functions = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("gateway-bench-").FullName;
        _settings = await LoadAsync(null);
        _data = await LoadAsync(Data);
        _functions = await LoadAsync(Functions);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public ValueTask<string> NoScript() => NameAsync(_settings);

    [Benchmark]
    public ValueTask<string> DataScript() => NameAsync(_data);

    [Benchmark]
    public ValueTask<string> FunctionScript() => NameAsync(_functions);

    private static async ValueTask<string> NameAsync(ITransform transform) => (await transform.TransformUserAsync(User, Context, CancellationToken.None)).Value.Name;

    private async Task<ITransform> LoadAsync(string? script)
    {
        var connection = new ConnectionSettings { Name = "jira", App = AppKind.Jira, Cluster = "jira", Username = new() { Pattern = "(.*)@.*", Replacement = "$1" } };
        if (script is not null)
        {
            var file = Path.Combine(_folder, "rules.js");
            await File.WriteAllTextAsync(file, script);
            connection = connection with { Script = file, Username = null };
        }

        var loader = new TransformLoader(new DirectoryFactory(TimeProvider.System), Workers, TimeProvider.System, NullLogger<TransformLoader>.Instance);
        var load = await loader.LoadAsync(connection, CancellationToken.None);
        return load.Transform ?? throw new InvalidOperationException(string.Join(" ", load.Problems));
    }
}
