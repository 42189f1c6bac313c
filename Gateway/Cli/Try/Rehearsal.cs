using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Hosting;
using Gateway.Provisioning;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Hosting;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Transforms;

namespace Gateway.Cli.Try;

/// <summary>
/// A request played through the whole gateway, over an emulated app that holds the people and groups that the request is about: what the
/// app is told here is what the real one would be told, because nothing but its address is another (docs/decisions/0007-rehearsal.md).
/// </summary>
internal sealed class Rehearsal(Store real, ConnectionSettings connection, IDirectory? live) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-try-");
    private readonly Dictionary<string, string> _realKeys = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private EmulatedApp? _app;
    private RunningGateway? _gateway;

    private ISeededSandbox Seeds => (ISeededSandbox)_app!.Sandbox;

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.Sandbox.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Plays the request. Throws <see cref="IOException"/> where the live app cannot be read.</summary>
    public async Task<RehearsalResult> RunAsync(TryRequest request, string? version, CancellationToken cancellationToken)
    {
        _app = await EmulatedApp.StartAsync(connection, version, cancellationToken);
        var file = await RehearsalFiles.WriteAsync(_folder.FullName, real.Settings.Configuration, connection, _app.Sandbox.Address, _app.Credential, cancellationToken);
        _gateway = await GatewayHost.StartAsync(
            new GatewayOptions { ConfigFile = file, Environment = RehearsalFiles.Environment(_folder.FullName), Logging = logs => logs.SetMinimumLevel(LogLevel.None) }, cancellationToken);
        var store = _gateway.Services.GetRequiredService<IStateStore>();
        if (!_gateway.Services.GetRequiredService<ITransforms>().For(connection.Name).TryGet(out var transform, out var refused))
        {
            throw new IOException(refused.Detail);
        }

        await SeedAsync(request, store, transform, cancellationToken);

        // Who the account is, is asked once a connection and no part of the request.
        await SendAsync(new TryRequest("GET", "/Users?count=0", null), cancellationToken);
        _app.Sandbox.Calls.Clear();
        var (status, answer) = await SendAsync(request, cancellationToken);
        var user = await UserAsync(request, answer, store, transform, cancellationToken);
        return new(status, answer, user, [.. _app.Sandbox.Calls.All.Select(CallOf)], _notes);
    }

    /// <summary>Links that the request speaks of, and their people and groups in the emulated app; with them groups that rules and options name.</summary>
    private async Task SeedAsync(TryRequest request, IStateStore store, ITransform transform, CancellationToken cancellationToken)
    {
        var links = new Dictionary<(ResourceKind, string), Link>();
        foreach (var text in request.Texts())
        {
            foreach (var kind in new[] { ResourceKind.User, ResourceKind.Group })
            {
                var found = new List<Link?> { await real.State.FindLinkAsync(connection.Name, kind, text, cancellationToken) };
                found.AddRange(await real.State.FindLinksByIdpNameAsync(connection.Name, kind, text, cancellationToken));
                found.AddRange(await real.State.FindLinksByExternalIdAsync(connection.Name, kind, text, cancellationToken));
                foreach (var link in found.OfType<Link>())
                {
                    links.TryAdd((kind, link.Id), link);
                }

                if (await real.State.FindTombstoneAsync(connection.Name, kind, text, cancellationToken) is { } grave)
                {
                    await store.CommitAsync([new StateChange.AddTombstone(grave)], cancellationToken);
                }
            }
        }

        foreach (var link in links.Values.Where(link => link.Kind == ResourceKind.User))
        {
            await SeedUserAsync(link, store, cancellationToken);
        }

        foreach (var link in links.Values.Where(link => link.Kind == ResourceKind.Group))
        {
            await SeedGroupAsync(link, store, cancellationToken);
        }

        await SeedNamedAsync(request, store, transform, cancellationToken);
    }

    private async Task SeedUserAsync(Link link, IStateStore store, CancellationToken cancellationToken)
    {
        var person = new AppUser(link.AppKey, link.AppName, link.Active, link.Fields.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal));
        if (live is not null)
        {
            var read = await live.GetUserAsync(new(link.AppKey, link.AppName), cancellationToken);
            if (read.Failure is { Kind: not AppFailureKind.NotFound } failure)
            {
                throw new IOException(failure.Message);
            }

            if (read.Failure is not null)
            {
                _notes.Add($"'{link.AppName}' is not in {connection.App} any more.");
                await store.CommitAsync([new StateChange.SaveLink(link with { Version = 1 })], cancellationToken);
                return;
            }

            person = read.Value;
        }

        var taken = await real.State.FindTakenAsync(connection.Name, link.AppKey, cancellationToken);
        var key = Place(person, getsIn: taken is null && (person.Active ?? link.Active));
        await store.CommitAsync([new StateChange.SaveLink(link with { AppKey = key, AppName = person.Name, NameProvedAt = link.NameProvedAt, Version = 1 })], cancellationToken);
        if (taken is not null)
        {
            await store.CommitAsync([new StateChange.AddTaken(connection.Name, key, taken.Groups, taken.Permissions, taken.IsWhole)], cancellationToken);
        }
    }

    private async Task SeedGroupAsync(Link link, IStateStore store, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (live is null)
        {
            _notes.Add($"Who is in '{link.AppName}' is not known without --live: those whom the gateway put there are assumed.");
            names.AddRange(await GivenAsync(link, cancellationToken));
        }
        else
        {
            var listed = await live.ListMembersAsync(link.AppName, cancellationToken);
            if (!listed.TryGet(out var members, out var failure))
            {
                throw new IOException(failure.Message);
            }

            foreach (var member in members)
            {
                Place(member, getsIn: member.Active ?? true);
                names.Add(member.Name);
            }
        }

        Seeds.SeedGroup(link.AppName, names);
        await store.CommitAsync([new StateChange.SaveLink(link with { Version = 1 })], cancellationToken);
    }

    /// <summary>People of this request whom the gateway once put into the group.</summary>
    private async Task<IReadOnlyList<string>> GivenAsync(Link group, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var person in _app!.Sandbox.View().People)
        {
            if (_realKeys.TryGetValue(person.Key, out var key)
                && (await real.State.FindMembershipsAsync(connection.Name, key, cancellationToken)).Any(given => given.GroupName.Equals(group.AppName, StringComparison.OrdinalIgnoreCase)))
            {
                names.Add(person.Name);
            }
        }

        return names;
    }

    /// <summary>The account that a POST or look-up would find (with --live), and the groups of options and rules.</summary>
    private async Task SeedNamedAsync(TryRequest request, IStateStore store, ITransform transform, CancellationToken cancellationToken)
    {
        foreach (var group in connection.Groups.Default)
        {
            Seeds.SeedGroup(group);
        }

        if (UserIn(request) is not { } resource)
        {
            return;
        }

        var transformed = await transform.TransformUserAsync(resource, ContextFor(request), cancellationToken);
        if (!transformed.TryGet(out var rules, out _))
        {
            return;
        }

        foreach (var group in rules.Status.AddTo.Concat(rules.Status.RemoveFrom))
        {
            Seeds.SeedGroup(group);
        }

        foreach (var link in await real.State.FindLinksByAppNameAsync(connection.Name, ResourceKind.User, rules.Name, cancellationToken))
        {
            if (await store.FindLinkAsync(connection.Name, ResourceKind.User, link.Id, cancellationToken) is null)
            {
                await SeedUserAsync(link, store, cancellationToken);
            }
        }

        if (live is null || _app!.Sandbox.View().People.Any(person => person.Name.Equals(rules.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var found = await live.FindUserByNameAsync(rules.Name, cancellationToken);
        if (found.TryGet(out var user, out var failure))
        {
            Place(user, getsIn: user.Active ?? true);
        }
        else if (failure.Kind != AppFailureKind.NotFound)
        {
            throw new IOException(failure.Message);
        }
    }

    /// <summary>Puts a person into the emulated app under its own key there; the real one is shown in the end.</summary>
    private string Place(AppUser user, bool getsIn)
    {
        var there = _app!.Sandbox.View().People.FirstOrDefault(person => person.Name.Equals(user.Name, StringComparison.OrdinalIgnoreCase));
        if (there is not null)
        {
            return there.Key;
        }

        var key = Seeds.Seed(new(user.Name, user.DisplayName ?? user.Name, user.Email, getsIn, user.Fields.GetValueOrDefault("first-name") ?? string.Empty, user.Fields.GetValueOrDefault("last-name") ?? string.Empty));
        _realKeys[key] = user.Key;
        return key;
    }

    /// <summary>The user that the body holds whole; null where it holds none.</summary>
    private static ScimObject? UserIn(TryRequest request) =>
        request.Method is "POST" or "PUT" && request.Path.StartsWith("/Users", StringComparison.OrdinalIgnoreCase) && request.Body is JsonObject body
        && ScimJson.ParseObject(Encoding.UTF8.GetBytes(body.ToJsonString())).TryGet(out var resource, out _) ? resource : null;

    /// <summary>The user as the rules made it: of the body, or of what the link holds after the request.</summary>
    private async Task<RehearsedUser?> UserAsync(TryRequest request, JsonNode? answer, IStateStore store, ITransform transform, CancellationToken cancellationToken)
    {
        var resource = UserIn(request);
        if (resource is null && request.Path.StartsWith("/Users/", StringComparison.OrdinalIgnoreCase)
            && await store.FindLinkAsync(connection.Name, ResourceKind.User, Uri.UnescapeDataString(request.Path["/Users/".Length..].Split('?')[0]), cancellationToken) is { } link)
        {
            resource = UserLinks.Written(link);
        }

        if (resource is null)
        {
            return null;
        }

        var transformed = await transform.TransformUserAsync(resource, ContextFor(request), cancellationToken);
        if (!transformed.TryGet(out var rules, out var error))
        {
            return new(null, null, null, [], error.Detail);
        }

        var inForce = _gateway!.Services.GetRequiredService<ITransformStatus>().All.First(state => state.Connection == connection.Name).Rules;
        string RuleFor(string target) => inForce.FirstOrDefault(rule => rule.Target == target) is { } rule ? $"{rule.Rule} ({rule.Origin})" : "default";
        return new(
            rules.Name,
            RuleFor("username"),
            rules.Status.Rule is { } number ? $"{rules.Status.Status} by rule {number}" : $"{rules.Status.Status} (active decides)",
            [.. rules.Fields.Select(field => new RehearsedField(field.Field, field.Value, field.SourcePath ?? "function", RuleFor($"attributes.{field.Field}")))],
            null);
    }

    private TransformContext ContextFor(TryRequest request) => new(
        connection.Name, connection.App.ToString().ToLowerInvariant(),
        request.Method switch { "POST" => "create", "PUT" => "replace", "PATCH" => "update", "DELETE" => "delete", _ => "lookup" }, null, TimeProvider.System.GetUtcNow());

    private async Task<(int Status, JsonNode? Answer)> SendAsync(TryRequest request, CancellationToken cancellationToken)
    {
        using var http = Demo.DemoFiles.Client();
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), _gateway!.ScimBaseUrl(connection.Name) + request.Path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _gateway.Issued[0].Token);
        if (request.Body is not null)
        {
            message.Content = new StringContent(request.Body.ToJsonString(), Encoding.UTF8, "application/scim+json");
        }

        using var response = await http.SendAsync(message, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text.Replace(_gateway.Address.ToString().TrimEnd('/'), real.Settings.Settings.PublicUrl?.TrimEnd('/') ?? string.Empty, StringComparison.Ordinal)));
    }

    private RehearsedCall CallOf(SandboxCall call)
    {
        JsonNode? body = null;
        try
        {
            body = call.BodyText.Length == 0 ? null : JsonNode.Parse(Real(call.BodyText));
        }
        catch (JsonException)
        {
            body = JsonValue.Create("(not JSON)");
        }

        return new(call.Method, Real(call.Path + Secrets.Mask(call.Query)), Secrets.Mask(body), call.Status);
    }

    /// <summary>Keys of the emulated app as the real one's.</summary>
    private string Real(string text)
    {
        foreach (var (emulated, key) in _realKeys)
        {
            text = text.Replace(emulated, key, StringComparison.Ordinal).Replace(Uri.EscapeDataString(emulated), Uri.EscapeDataString(key), StringComparison.Ordinal);
        }

        return text;
    }
}

/// <summary>What came of a rehearsal.</summary>
/// <param name="User">Null: the request is about no user that the rules look at.</param>
/// <param name="Calls">In the order in which the app got them.</param>
internal sealed record RehearsalResult(int Status, JsonNode? Answer, RehearsedUser? User, IReadOnlyList<RehearsedCall> Calls, IReadOnlyList<string> Notes);

/// <summary>The user as the rules made it.</summary>
internal sealed record RehearsedUser(string? Name, string? NameRule, string? Status, IReadOnlyList<RehearsedField> Fields, string? Problem);

/// <summary>An app field, what supplied it, and the rule that did.</summary>
internal sealed record RehearsedField(string Field, string Value, string From, string Rule);

/// <summary>An app call.</summary>
internal sealed record RehearsedCall(string Method, string Target, JsonNode? Body, int Status);
