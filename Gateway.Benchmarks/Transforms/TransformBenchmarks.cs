using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Scim;
using Gateway.Configuration;
using Gateway.Scim.Resources;
using Gateway.Transforms;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Transforms;

/// <summary>
/// A typical script (a user name, ten mappings, three status rules): nothing but defaults, rules that are data, the same rules as functions in an
/// engine for each operation as the gateway runs them, and functions in an engine of which every function of the script gets its own.
/// </summary>
[MemoryDiagnoser]
public class TransformBenchmarks
{
    private const string Data = """
        export const username = { pattern: '(.*)@.*', replacement: '$1', case: 'lower' };
        export const attributes = {
          'email': 'emails[type eq "work"].value', 'display-name': 'displayName', 'first-name': 'name.givenName', 'last-name': 'name.familyName',
          'attributes.title': 'title', 'attributes.language': 'preferredLanguage', 'attributes.phone': 'phoneNumbers[type eq "work"].value', 'attributes.city': 'addresses[type eq "work"].locality',
          'attributes.number': 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber', 'attributes.department': 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
        };
        export const status = [{ when: 'userName sw "svc-"', then: 'ignore' }, { when: 'title eq "Robot"', then: 'reject', reason: 'no robots' }, { when: 'active eq false', then: 'inactive' }];
        """;

    private const string Functions = """
        const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
        const first = (values, type) => values.find(one => one.type === type);
        export const username = user => user.userName.split('@')[0].toLowerCase();
        export const attributes = {
          'email': user => first(user.emails, 'work')?.value, 'display-name': user => user.displayName, 'first-name': user => user.name.givenName, 'last-name': user => user.name.familyName,
          'attributes.title': user => user.title, 'attributes.language': user => user.preferredLanguage, 'attributes.phone': user => first(user.phoneNumbers, 'work')?.value,
          'attributes.city': user => first(user.addresses, 'work')?.locality, 'attributes.number': user => user[enterprise].employeeNumber, 'attributes.department': user => user[enterprise].department,
        };
        export const status = [
          { when: user => user.userName.startsWith('svc-'), then: 'ignore' }, { when: user => user.title === 'Robot', then: 'reject', reason: 'no robots' }, { when: user => user.active === false, then: 'inactive' },
        ];
        """;

    /// <summary>Functions that the user of the benchmark runs: three rules of status, the name, ten fields.</summary>
    private const int Calls = 14;

    private static readonly ScimObject User = SampleUser.Resource;
    private static readonly TransformContext Context = new("crowd", "crowd", "create", null, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    // As long as the process: their threads wait between runs.
    private static readonly ScriptWorkers Workers = new(TimeProvider.System, NullLogger<ScriptWorkers>.Instance);

    private ITransform _settings = null!;
    private ITransform _data = null!;
    private ITransform _functions = null!;
    private ITransform _oneFunction = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _settings = await LoadAsync(null);
        _data = await LoadAsync(Data);
        _functions = await LoadAsync(Functions);
        _oneFunction = await LoadAsync("export const username = user => user.userName.split('@')[0].toLowerCase();");
    }

    [Benchmark(Baseline = true)]
    public ValueTask<string> NoScript() => NameAsync(_settings);

    [Benchmark]
    public ValueTask<string> DataScript() => NameAsync(_data);

    [Benchmark]
    public ValueTask<string> EngineAnOperation() => NameAsync(_functions);

    /// <summary>What total isolation of the functions from each other would cost: the user's name alone, as often as there are functions.</summary>
    [Benchmark]
    public async ValueTask<string> EngineACall()
    {
        var name = "";
        for (var call = 0; call < Calls; call++)
        {
            name = await NameAsync(_oneFunction);
        }

        return name;
    }

    private static async ValueTask<string> NameAsync(ITransform transform) => (await transform.TransformUserAsync(User, Context, CancellationToken.None)).Value.Name;

    private static Task<ITransform> LoadAsync(string? script)
    {
        var connection = new ConnectionSettings { Name = "crowd", App = AppKind.Crowd, Endpoint = EndpointKind.Directory, Cluster = "crowd" };
        return BenchScripts.LoadAsync(script is null ? connection with { Username = new() { Pattern = "(.*)@.*", Replacement = "$1" } } : connection, script, Workers);
    }
}
