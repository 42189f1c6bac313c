namespace Gateway.Benchmarks.Load;

/// <summary>A target that itself speaks SCIM with raw YARP in front of it, as processes of their own: the same request goes to both and to the gateway's pass-through.</summary>
internal sealed class ScimTarget : IAsyncDisposable
{
    private const int PageSize = 100;

    private readonly List<string> _ids = [];

    private ScimTarget(LoadProcess app, LoadProcess yarp) => (App, Yarp) = (app, yarp);

    public LoadProcess App { get; }

    public LoadProcess Yarp { get; }

    public static async Task<ScimTarget> StartAsync(int users)
    {
        var app = await LoadProcess.StartAsync("scim");
        var target = new ScimTarget(app, await LoadProcess.StartAsync("yarp", new Uri(app.Address, "/").ToString()));
        using var driver = new LoadDriver(1);
        for (var number = 0; number < users; number++)
        {
            using var request = BearerRequest.Make(HttpMethod.Post, $"{app.Address.AbsolutePath}Users", app.Secret, User($"person{number}"));
            request.RequestUri = new Uri(app.Address, request.RequestUri!);
            var (status, body) = await driver.AskAsync(request);
            using var made = System.Text.Json.JsonDocument.Parse(body);
            target._ids.Add(status == 201 ? made.RootElement.GetProperty("id").GetString()! : throw new InvalidOperationException($"The target answered {status}: {body}"));
        }

        return target;
    }

    public IReadOnlyList<LoadRow> Rows(Uri gateway, string token) =>
    [
        Row("pass-through, GET user by id", false, gateway, token, HttpMethod.Get, (number, _) => ($"Users/{_ids[number % _ids.Count]}", null)),
        Row($"pass-through, list of {PageSize}", false, gateway, token, HttpMethod.Get, (number, _) => ($"Users?startIndex={(number % 10 * PageSize) + 1}&count={PageSize}", null)),
        Row("pass-through, POST user", true, gateway, token, HttpMethod.Post, (number, kind) => ("Users", User($"{kind}{number}"))),
    ];

    public async ValueTask DisposeAsync()
    {
        await Yarp.DisposeAsync();
        await App.DisposeAsync();
    }

    private LoadRow Row(string name, bool isWrite, Uri gateway, string token, HttpMethod method, Func<int, string, (string Path, string? Body)> make)
    {
        return new(
            name,
            isWrite,
            new LoadTarget(App.Address, number => Make(number, "direct", App.Address.AbsolutePath, App.Secret)),
            new LoadTarget(Yarp.Address, number => Make(number, "raw", App.Address.AbsolutePath, App.Secret)),
            new LoadTarget(gateway, number => Make(number, "gateway", "/scim/cloud/v2/", token)),
            Yarp,
            App);

        HttpRequestMessage Make(int number, string kind, string path, string secret)
        {
            var (rest, body) = make(number, kind);
            return BearerRequest.Make(method, path + rest, secret, body);
        }
    }

    private static string User(string name) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId":"{{name}}-external","userName":"{{name}}@contoso.com","active":true,"displayName":"Person {{name}}","title":"Engineer","preferredLanguage":"en",
        "name":{"givenName":"New","familyName":"Person","formatted":"New Person"},
        "emails":[{"primary":true,"type":"work","value":"{{name}}@contoso.com"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"{{name}}","department":"Research"}
        }
        """;
}
