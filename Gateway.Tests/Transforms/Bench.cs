using System.Text;
using Gateway.Configuration;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Transforms;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Transforms;

/// <summary>A loader over a folder of its own, with short ways to load a script and to run it.</summary>
internal sealed class Bench : IDisposable
{
    public const string Urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private readonly ILoggerFactory _logs;
    private readonly string _folder = Directory.CreateTempSubdirectory("transforms-").FullName;

    public Bench(ILoggerFactory? logs = null)
    {
        _logs = logs ?? NullLoggerFactory.Instance;
        Workers = new(TimeProvider.System, _logs.CreateLogger<ScriptWorkers>());
        Loader = new(new FakeDirectories(), Workers, TimeProvider.System, _logs.CreateLogger<TransformLoader>());
    }

    public ScriptWorkers Workers { get; }

    public TransformLoader Loader { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TransformContext Context { get; } = new("jira", "jira", "create", null, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static ConnectionSettings Jira { get; } = new() { Name = "jira", App = AppKind.Jira, Cluster = "jira" };

    public static ScimObject Json(string text) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(text)).Value;

    public string File(string name) => Path.Combine(_folder, name);

    public Task<TransformLoad> LoadAsync(string? script, ConnectionSettings? settings = null)
    {
        var connection = settings ?? Jira;
        if (script is null)
        {
            return Loader.LoadAsync(connection, Stop);
        }

        System.IO.File.WriteAllText(File("rules.js"), script);
        return Loader.LoadAsync(connection with { Script = File("rules.js") }, Stop);
    }

    /// <summary>The rules, which must load.</summary>
    public async Task<ITransform> TransformAsync(string? script, ConnectionSettings? settings = null)
    {
        var load = await LoadAsync(script, settings);
        load.Problems.Should().BeEmpty();
        return load.Transform!;
    }

    /// <summary>Why the script is refused, without its folder.</summary>
    public async Task<string> RefusalAsync(string script, ConnectionSettings? settings = null)
    {
        var load = await LoadAsync(script, settings);
        load.Transform.Should().BeNull();
        return string.Join('\n', load.Problems.Select(problem => problem.WithoutFolder()));
    }

    public async Task<Outcome<UserTransform>> UserAsync(string? script, string user, ConnectionSettings? settings = null) =>
        await (await TransformAsync(script, settings)).TransformUserAsync(Json(user), Context, Stop);

    public async Task<Outcome<GroupTransform>> GroupAsync(string? script, string group, ConnectionSettings? settings = null) =>
        await (await TransformAsync(script, settings)).TransformGroupAsync(Json(group), Context, Stop);

    /// <summary>The app name of a userName.</summary>
    public async Task<string> NameAsync(string? script, string userName, ConnectionSettings? settings = null)
    {
        var transform = await TransformAsync(script, settings);
        return (await transform.TransformUserAsync(ScimObject.Of(("userName", new ScimString(userName))), Context, Stop)).Value.Name;
    }

    public void Dispose()
    {
        Workers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
