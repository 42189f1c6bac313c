using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Gateway.Forwarding;

namespace Gateway.Directories.Confluence;

/// <summary>Who the gateway's account is, and which Confluence this is: <c>/user/current</c> and the manifest of application links.</summary>
internal sealed class ConfluenceInstance(ConfluenceCalls calls, IAppSession session)
{
    private static readonly AppUri Current = AppUri.Of("/rest/api/user/current");

    private static readonly AppUri Manifest = AppUri.Of("/rest/applinks/1.0/manifest");

    private static readonly AppUri Information = AppUri.Of("/rest/api/server-information");

    private static readonly AppUri Directories = AppUri.Of("/rest/crowd/latest/directory");

    /// <summary>3 calls: the account, the instance, and whether the account sees people. An instance that refuses to tell is not pinned to one.</summary>
    public async Task<AppResult<AppAccount>> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var me = await calls.App.ReadAsync(Current, ConfluenceJson.ReadPerson, cancellationToken);
        if (!me.TryGet(out var person, out var failure))
        {
            return failure;
        }

        if (!person.IsAccount)
        {
            const string Reason = "it took nobody's log-in from the call";
            session.CredentialRefused(Reason);
            return new AppFailure(AppFailureKind.CredentialRefused, $"Confluence refused the gateway's own account: {Reason}.", 200);
        }

        var told = await ReadManifestAsync(cancellationToken);
        if (told.Failure is { Kind: not (AppFailureKind.NotFound or AppFailureKind.TargetRefused or AppFailureKind.Rejected or AppFailureKind.Broken) } outage)
        {
            return outage;
        }

        var (identity, version) = told.IsOk ? told.Value : new(null, await ReadVersionAsync(cancellationToken));
        calls.Memory.IsVersion(version);
        await calls.LookAroundAsync(cancellationToken);
        return new AppAccount(person.Name, person.Key, version, identity);
    }

    /// <summary>Directories by name, to system administrators only; which of them may be written, and which user lives where, is told nowhere.</summary>
    public async Task<AppResult<AppSurvey>> SurveyAsync(CancellationToken cancellationToken)
    {
        var untold = (calls.Memory.UpdatesUsers ? string.Empty : "Before Confluence 10 REST cannot change full name and e-mail: they are written at the creation only, and what Entra changes later is kept and shown by the gateway. ")
            + "Confluence's REST does not tell in which directory a user lives, which directory may be written to, or whether the account may set passwords and delete (for that it must administer the system): a refusal shows it.";
        var read = await calls.App.ReadAsync(Directories, ReadDirectories, cancellationToken);
        return read.TryGet(out var directories, out var failure) ? new AppSurvey([], directories, untold)
            : failure.Kind switch
            {
                AppFailureKind.TargetRefused => new AppSurvey(["administration of Confluence (system administrator)"], [], untold),
                AppFailureKind.Broken when failure.Status == 404 => new AppSurvey([], [], untold),
                _ => failure,
            };
    }

    /// <summary>XML, and JSON where a release gives what was asked for.</summary>
    private async Task<AppResult<Instance>> ReadManifestAsync(CancellationToken cancellationToken)
    {
        var response = await session.SendAsync(AppCall.Get(Manifest), cancellationToken);
        if (AppFaults.Read("Confluence", response, isWrite: false) is { } fault)
        {
            return fault;
        }

        return response.Status != 200 ? Unread(response.Status) : (ReadXml(response.Body) ?? ReadJson(response.Body)) is { } instance ? instance : Unread(200);
    }

    private async Task<string?> ReadVersionAsync(CancellationToken cancellationToken)
    {
        var read = await calls.App.ReadAsync(Information, bean => AppJson.Text(bean, "version"), cancellationToken);
        return read.IsOk ? read.Value : null;
    }

    private static AppFailure Unread(int status) => new(AppFailureKind.Rejected, "Confluence does not tell its manifest.", status);

    private static Instance? ReadXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            // No document type: entities would let an answer grow without end.
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray(), writable: false), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            return root.Name.LocalName == "manifest" ? new(TextOf(root, "id"), TextOf(root, "version")) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static Instance? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return AppJson.Text(document.RootElement, "id") is { } id ? new(id, AppJson.Text(document.RootElement, "version")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(XElement root, string name) => root.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static IReadOnlyList<AppUserDirectory>? ReadDirectories(JsonElement bean) =>
        AppJson.Items(bean, "directory")?.Where(item => AppJson.Text(item, "name") is not null)
            .Select(item => new AppUserDirectory(AppJson.Text(item, "name")!, null, null, null, IsRemote: item.TryGetProperty("synchronisation", out _))).ToList();

    private sealed record Instance(string? Identity, string? Version);
}
