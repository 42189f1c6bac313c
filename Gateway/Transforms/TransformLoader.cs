using System.Security.Cryptography;
using System.Text;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Transforms.Rules;
using Gateway.Transforms.Scripts;

namespace Gateway.Transforms;

/// <summary>What came of loading a connection's rules.</summary>
/// <param name="Transform">Null: they are refused, <paramref name="Problems"/> says why.</param>
/// <param name="Examples">How many examples ran.</param>
/// <param name="IsBusy">The workers had no room: the same may load when it is tried again.</param>
public sealed record TransformLoad(
    ITransform? Transform, IReadOnlyList<RuleInForce> Rules, IReadOnlyList<TransformProblem> Problems, int Examples, bool IsBusy = false);

/// <summary>
/// Makes a connection's rules: defaults, then settings, then script. The script is parsed, its exports are read and
/// checked against what the app has, its examples run; any fault refuses the whole. Also used by <c>gateway check</c>. Thread-safe.
/// </summary>
public sealed class TransformLoader(IDirectoryFactory directories, ScriptWorkers workers, TimeProvider time, ILogger<TransformLoader> logger)
{
    // Of SHA-256: enough to tell versions apart in an activity.
    private const int VersionLength = 12;

    /// <summary>Loads the rules as the settings and the script's file are now. Never throws for what is in them.</summary>
    public Task<TransformLoad> LoadAsync(ConnectionSettings connection, CancellationToken cancellationToken) =>
        LoadAsync(connection, connection.Script is null ? null : ScriptFile.Read(connection.Script), cancellationToken);

    internal async Task<TransformLoad> LoadAsync(ConnectionSettings connection, ScriptFile? file, CancellationToken cancellationToken)
    {
        ScriptProgram? program = null;
        var share = new ScriptShare();
        try
        {
            var traits = directories.TraitsOf(connection);
            var without = WithoutScript(connection, traits);
            if (file is null)
            {
                return Done(new Transform(Version(connection, ""), connection.Name, without, null, workers, TransformLimits.Request, logger), 0);
            }

            if (file.Text is null)
            {
                return Refused(new TransformProblem(file.Path, null, null, file.Fault!));
            }

            var parsed = await workers.RunAsync(share, file.Path, TransformLimits.Load.GiveUp, _ => ScriptParser.Parse(file), cancellationToken);
            if (!parsed.TryGet(out program, out var busy))
            {
                return Refused(new TransformProblem(file.Path, null, null, busy.Detail)) with { IsBusy = true };
            }

            var script = program;
            var read = await workers.RunAsync(share, script.Name, TransformLimits.Load.GiveUp, _ => Read(script, connection, traits, without), cancellationToken);
            if (!read.TryGet(out var content, out busy))
            {
                return Refused(new TransformProblem(file.Path, null, null, busy.Detail)) with { IsBusy = true };
            }

            var version = Version(connection, file.Hash);
            var problems = await RunExamplesAsync(version, connection, content.Rules, script, content.Examples, cancellationToken);
            return problems.Count > 0
                ? new(null, [], problems, content.Examples.Count)
                : Done(new Transform(version, connection.Name, content.Rules, script, workers, TransformLimits.Request, logger), content.Examples.Count);
        }
        catch (TransformRefusedException refused)
        {
            var location = refused.Location ?? (program is not null && refused.Export is { } export ? ExportLocator.Locate(program.Module.Program!, export) : null);
            return Refused(new TransformProblem(refused.File ?? file?.Path, location?.Line, location?.Column, refused.Message));
        }
        catch (ScriptFailedException failed)
        {
            var at = file is not null && file.Imports.TryGetValue(failed.Script, out var import) ? import.Path : file?.Path;
            return Refused(new TransformProblem(at, failed.Location?.Line, failed.Location?.Column, failed.Reason));
        }
    }

    private (RuleSet Rules, IReadOnlyList<Example> Examples) Read(ScriptProgram program, ConnectionSettings connection, DirectoryTraits traits, RuleSet without)
    {
        using var engine = ScriptEngine.Open(program, TransformLimits.Load, time.GetUtcNow());
        try
        {
            return new ExportReader(engine, connection, traits, without).Read();
        }
        catch (Exception fault) when (fault is not TransformRefusedException)
        {
            // A getter or a proxy among the exports runs the script while they are read.
            throw ScriptFaults.Translate(fault, program.Name, "exports", TransformLimits.Load);
        }
    }

    private async Task<List<TransformProblem>> RunExamplesAsync(
        string version, ConnectionSettings connection, RuleSet rules, ScriptProgram program, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        var transform = new Transform(version, connection.Name, rules, program, workers, TransformLimits.Load, logger);
        var problems = new List<TransformProblem>();
        foreach (var example in examples)
        {
            var differences = await ExampleRunner.RunAsync(transform, example, connection, time.GetUtcNow(), cancellationToken);
            if (differences.Count > 0)
            {
                var location = ExportLocator.Locate(program.Module.Program!, example.Path);
                problems.Add(new(program.Path, location?.Line, location?.Column, $"example '{example.Name}': {string.Join("; ", differences)}") { Example = example.Name, Differences = differences });
            }
        }

        return problems;
    }

    /// <summary>Defaults, then settings. Throws <see cref="TransformRefusedException"/>.</summary>
    private static RuleSet WithoutScript(ConnectionSettings connection, DirectoryTraits traits)
    {
        var nameCase = connection.Username?.Case ?? AppRules.For(connection.App, connection.Endpoint).Case;
        return new(
            new([.. SettingsPattern(connection, nameCase)], null, nameCase, connection.Username is null ? RuleOrigin.Default : RuleOrigin.Settings),
            DefaultFields.For(connection.App, connection.Endpoint, traits),
            new StatusRules([]),
            new GroupRules(null, connection.Groups.Map, new NameRule([], null, NameCase.Keep, RuleOrigin.Default)),
            [],
            null);
    }

    private static IEnumerable<PatternRule> SettingsPattern(ConnectionSettings connection, NameCase nameCase)
    {
        if (connection.Username is not { } username)
        {
            return [];
        }

        try
        {
            return [PatternRule.Parse(username.Pattern, ignoreCase: false, username.Replacement, username.OnNoMatch, nameCase)];
        }
        catch (FormatException fault)
        {
            throw new TransformRefusedException($"Connections:{connection.Name}:Username: {fault.Message}");
        }
    }

    private static string Version(ConnectionSettings connection, string scriptHash)
    {
        var inputs = new TransformInputs(connection).ToString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{inputs}\n{scriptHash}")))[..VersionLength];
    }

    private static TransformLoad Done(Transform transform, int examples) => new(transform, transform.Rules.Describe(), [], examples);

    private static TransformLoad Refused(TransformProblem problem) => new(null, [], [problem], 0);
}

/// <summary>The settings that the rules are made from; equal ones make equal rules.</summary>
internal sealed record TransformInputs(AppKind App, EndpointKind Endpoint, string? Script, UsernameSettings? Username, EquatableList<GroupMapping> Map)
{
    public TransformInputs(ConnectionSettings connection)
        : this(connection.App, connection.Endpoint, connection.Script, connection.Username, connection.Groups.Map)
    {
    }

    /// <summary>All of it as text, for the version; the script counts by its content, not by its path.</summary>
    public override string ToString() => $"{App}|{Endpoint}|{Username}|{string.Join('|', Map)}";
}
