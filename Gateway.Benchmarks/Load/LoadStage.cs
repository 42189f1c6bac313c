using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Benchmarks.Load;

/// <summary>App, raw YARP and gateway as processes of their own, with people and groups in the app that the gateway is linked to.</summary>
internal sealed class LoadStage : IAsyncDisposable
{
    /// <summary>The row of what Entra asks most.</summary>
    public const string LookUp = "look-up by userName";

    private const int Users = 1000;

    /// <summary>Far above what this bench reaches: a pair of group and user is never used twice.</summary>
    private const int PairsPerSecond = 10_000;

    private const string Token = "load-bench";

    private readonly string[] _keys = new string[Users];
    private readonly string[] _ids = new string[Users];
    private readonly DirectoryInfo _folder;
    private readonly int _groups;

    private LoadStage(LoadOptions options, DirectoryInfo folder, LoadProcess app, LoadProcess yarp, LoadProcess gateway, ScimTarget target)
    {
        (_folder, App, Yarp, Gateway, Target, Driver) = (folder, app, yarp, gateway, target, new LoadDriver(options.Connections));
        _groups = Math.Max(options.Connections * 4, (int)(((options.Seconds * 1.25 * options.Rounds) + 2) * PairsPerSecond / Users));
    }

    public LoadProcess App { get; }

    public LoadProcess Yarp { get; }

    public LoadProcess Gateway { get; }

    /// <summary>A target that speaks SCIM, for the rows of the pass-through.</summary>
    public ScimTarget Target { get; }

    public LoadDriver Driver { get; }

    /// <summary>Where the gateway's store is.</summary>
    public string Folder => _folder.FullName;

    public static async Task<LoadStage> StartAsync(LoadOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-load-");
        var app = await LoadProcess.StartAsync("sandbox");
        var yarp = await LoadProcess.StartAsync("yarp", app.Address.ToString());
        var target = await ScimTarget.StartAsync(Users);
        var gateway = await LoadProcess.StartAsync("gateway", WriteConfig(folder, app, target, options.Connections, 0));
        var stage = new LoadStage(options, folder, app, yarp, gateway, target);
        await stage.PrepareAsync();
        return stage;
    }

    /// <summary>A configuration file of a gateway in front of the stage's app, with a store of its own beside it.</summary>
    public string WriteConfig(int port, string folder) => WriteConfig(_folder.CreateSubdirectory(folder), App, Target, connections: 16, port);

    public IReadOnlyList<LoadRow> Rows() =>
    [
        Row("GET user by id", false,
            number => AppCall(HttpMethod.Get, $"/rest/api/2/user?key={Key(number)}"),
            number => Scim(HttpMethod.Get, $"Users/{Id(number)}")),
        Row(LookUp, false,
            number => AppCall(HttpMethod.Get, $"/rest/api/2/user?key={Key(number)}"),
            number => Scim(HttpMethod.Get, $"Users?filter=userName%20eq%20%22person{number % Users}%40contoso.com%22")),
        Row("PATCH active", true,
            number => AppCall(HttpMethod.Put, $"/rest/api/2/user?key={Key(number)}", $$"""{"active":{{(IsOn(number) ? "true" : "false")}}}"""),
            number => Scim(HttpMethod.Patch, $"Users/{Id(number)}", Patch($$"""{"op":"Replace","path":"active","value":"{{(IsOn(number) ? "True" : "False")}}"}"""))),
        Row("POST user", true,
            (number, target) => AppCall(HttpMethod.Post, "/rest/api/2/user", $$"""{"name":"{{target}}{{number}}","displayName":"New Person {{number}}","emailAddress":"{{target}}{{number}}@contoso.com"}"""),
            number => Scim(HttpMethod.Post, "Users", ScimUser($"new{number}", number))),
        Row("PATCH group, add a member", true,
            (number, target) => AppCall(HttpMethod.Post, $"/rest/api/2/group/user?groupname={target}-{number % _groups}", $$"""{"name":"person{{number / _groups % Users}}"}"""),
            number => Scim(HttpMethod.Patch, $"Groups/gateway-{number % _groups}", Patch($$"""{"op":"Add","path":"members","value":[{"value":"{{Id(number / _groups)}}"}]}"""))),
        .. Target.Rows(Gateway.Address, Token),
    ];

    /// <summary>What Entra's "Test Connection" asks.</summary>
    public static HttpRequestMessage Probe(Uri address)
    {
        var probe = Scim(HttpMethod.Get, "Users?filter=userName%20eq%20%22nobody%40contoso.com%22");
        probe.RequestUri = new Uri(address, probe.RequestUri!);
        return probe;
    }

    public async ValueTask DisposeAsync()
    {
        Driver.Dispose();
        await Gateway.DisposeAsync();
        await Yarp.DisposeAsync();
        await App.DisposeAsync();
        await Target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string WriteConfig(DirectoryInfo folder, LoadProcess app, ScimTarget target, int connections, int port)
    {
        // The limits that protect an app are out of the way: what is measured is the gateway.
        var file = Path.Combine(folder.FullName, "gateway.json");
        File.WriteAllText(file, $$"""
            {
              "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:{{port}}" } } },
              "Management": { "Url": "http://127.0.0.1:0" },
              "Connections": {
                "jira": {
                  "App": "jira", "Cluster": "jira",
                  "Credential": { "Type": "Bearer", "Token": "{{app.Secret}}" },
                  "Authentication": { "Tokens": [ { "Name": "load", "Sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}}" } ] },
                  "Username": { "Pattern": "(.*)@.*", "Replacement": "$1" },
                  "RateLimit": { "RequestsPerSecond": 100000, "Burst": 100000 },
                  "AppCalls": { "Concurrency": {{Math.Min(1000, connections * 4)}} },
                  "Guard": { "MaxDeactivations": 1000000 }
                },
                "cloud": {
                  "App": "scim", "Cluster": "cloud",
                  "Credential": { "Type": "Bearer", "Token": "{{target.App.Secret}}" },
                  "Authentication": { "Tokens": [ { "Name": "load", "Sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}}" } ] },
                  "RateLimit": { "RequestsPerSecond": 100000, "Burst": 100000 },
                  "AppCalls": { "Concurrency": {{Math.Min(1000, connections * 4)}} }
                }
              },
              "ReverseProxy": { "Clusters": {
                "jira": { "Destinations": { "one": { "Address": "{{app.Address}}" } } },
                "cloud": { "Destinations": { "one": { "Address": "{{target.App.Address}}" } } } } },
              "State": { "ConnectionString": "Data Source=load.db" }
            }
            """);
        return file;
    }

    private static string Patch(string operation) => $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""";

    /// <summary>As Entra's default mapping sends it.</summary>
    private static string ScimUser(string name, int number) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId":"{{name}}-external","userName":"{{name}}@contoso.com","active":true,"displayName":"New Person {{number}}","title":"Engineer","preferredLanguage":"en",
        "name":{"givenName":"New","familyName":"Person {{number}}","formatted":"New Person {{number}}"},
        "emails":[{"primary":true,"type":"work","value":"{{name}}@contoso.com"}],
        "addresses":[{"type":"work","locality":"Redmond","region":"WA","country":"US","streetAddress":"One Way","postalCode":"98052"}],
        "phoneNumbers":[{"type":"work","value":"+1 555 0100"},{"type":"mobile","value":"+1 555 0101"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"{{number}}","department":"Research"}
        }
        """;

    private static HttpRequestMessage Scim(HttpMethod method, string path, string? body = null) => BearerRequest.Make(method, $"/scim/jira/v2/{path}", Token, body);

    /// <summary>With the headers that the gateway puts on.</summary>
    private HttpRequestMessage AppCall(HttpMethod method, string path, string? body = null)
    {
        var request = BearerRequest.Make(method, path, App.Secret, body, "application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("X-Atlassian-Token", "no-check");
        return request;
    }

    private string Key(int number) => _keys[number % Users];

    private string Id(int number) => _ids[number % Users];

    private static bool IsOn(int number) => number / Users % 2 == 1;

    private LoadRow Row(string name, bool isWrite, RequestMaker appCall, RequestMaker scim) => Row(name, isWrite, (number, _) => appCall(number), scim);

    private LoadRow Row(string name, bool isWrite, Func<int, string, HttpRequestMessage> appCall, RequestMaker scim) => new(
        name,
        isWrite,
        new LoadTarget(App.Address, number => appCall(number, "direct")),
        new LoadTarget(Yarp.Address, number => appCall(number, "raw")),
        new LoadTarget(Gateway.Address, scim),
        Yarp,
        App);

    private async Task PrepareAsync()
    {
        for (var number = 0; number < Users; number++)
        {
            using var made = JsonDocument.Parse(await SendAsync(Gateway.Address, Scim(HttpMethod.Post, "Users", ScimUser($"person{number}", number))));
            _ids[number] = made.RootElement.GetProperty("id").GetString()!;
            using var user = JsonDocument.Parse(await SendAsync(App.Address, AppCall(HttpMethod.Get, $"/rest/api/2/user?username=person{number}")));
            _keys[number] = user.RootElement.GetProperty("key").GetString()!;
        }

        for (var number = 0; number < _groups; number++)
        {
            var group = string.Create(CultureInfo.InvariantCulture, $"gateway-{number}");
            await SendAsync(Gateway.Address, Scim(HttpMethod.Post, "Groups", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{group}}"}"""));
            await SendAsync(App.Address, AppCall(HttpMethod.Post, "/rest/api/2/group", $$"""{"name":"raw-{{number}}"}"""));
            await SendAsync(App.Address, AppCall(HttpMethod.Post, "/rest/api/2/group", $$"""{"name":"direct-{{number}}"}"""));
        }
    }

    private async Task<string> SendAsync(Uri address, HttpRequestMessage request)
    {
        var what = $"{request.Method} {request.RequestUri}";
        request.RequestUri = new Uri(address, request.RequestUri!);
        var (status, body) = await Driver.AskAsync(request);
        return status < 300 ? body : throw new InvalidOperationException($"{what} was answered {status}: {body}");
    }
}
