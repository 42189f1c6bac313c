using System.Xml;
using System.Xml.Linq;
using Gateway.Forwarding;

namespace Gateway.Directories.Crowd;

/// <summary>
/// How <c>usermanagement/1</c> says no: <c>{"reason":…,"message":…}</c>, or the same in XML, which it speaks by default. The reason decides
/// first, the status second: what a body names and is not there is 400, what the query names 404, with one reason.
/// </summary>
internal sealed class CrowdDialect(string app, AppUri whoAmI) : IAppDialect
{
    private static readonly XmlReaderSettings NoEntities = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public string App => app;

    public AppUri WhoAmI => whoAmI;

    public AppErrors ReadErrors(AppResponse response, Func<string, string> withoutSecrets)
    {
        var body = response.Body.Span;
        var start = body.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        return start < 0 ? AppErrors.None
            : body[start] == '<' ? ReadXml(response.Body, withoutSecrets)
            : ReadJson(response.Body, withoutSecrets);
    }

    /// <summary>401 speaks of the application's name or password and of nothing else; a wrong address is 403 with a reason of its own, or a page.</summary>
    public string? CredentialSign(AppResponse response, AppErrors errors) => response.Status switch
    {
        401 => $"wrong application name or password (the credential is that of an application registered in {app}, not of a user)",
        403 when errors.Has(CrowdReasons.AccessDenied) => $"the application may not be called from the gateway's address (add it to the application's remote addresses in {app}; a proxy in between counts as the caller)",
        403 when SeraphSigns.SaysBasicIsOff(response, errors) => $"{errors.Words.TrimEnd('.')} (the user server takes Basic only: allow Basic for the path /rest/usermanagement/*)",
        _ => null,
    };

    public bool KnowsCaller(AppResponse response, AppErrors errors) => errors.IsOwn && !errors.Has(CrowdReasons.AccessDenied);

    public AppFailure Classify(AppResponse response, AppErrors errors)
    {
        var status = response.Status;
        if (errors.Has(CrowdReasons.UserNotFound) || errors.Has(CrowdReasons.GroupNotFound))
        {
            return new AppRefusal(AppFailureKind.NotFound, Quote(errors, status), errors, status);
        }

        if (errors.Has(CrowdReasons.PermissionDenied) || errors.Has(CrowdReasons.Denied) || errors.Has(CrowdReasons.Unsupported))
        {
            return new AppRefusal(AppFailureKind.TargetRefused, $"{app} does not let the gateway's application do this: {Quote(errors, status)}", errors, status);
        }

        return status switch
        {
            403 => new AppRefusal(AppFailureKind.TargetRefused, Quote(errors, status), errors, status),
            404 when !errors.IsOwn => new AppFailure(AppFailureKind.Broken, $"Something between the gateway and {app} answered 404 (it is not {app}'s own error): check the address and context path of the cluster.", 404),
            >= 500 => new AppRefusal(AppFailureKind.Broken, $"{app} failed with status {status}{(errors.Words.Length == 0 ? "." : $": {errors.Words}")}", errors, status),
            _ => new AppRefusal(AppFailureKind.Rejected, Quote(errors, status), errors, status),
        };
    }

    private static AppErrors ReadJson(ReadOnlyMemory<byte> body, Func<string, string> withoutSecrets) =>
        AppErrors.ReadJson(body, root => Of(AppJson.Text(root, "reason"), AppJson.Text(root, "message"), withoutSecrets));

    private static AppErrors ReadXml(ReadOnlyMemory<byte> body, Func<string, string> withoutSecrets)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, NoEntities);
            var root = XElement.Load(reader);
            return root.Name.LocalName == "error" ? Of(root.Element("reason")?.Value, root.Element("message")?.Value, withoutSecrets) : AppErrors.None;
        }
        catch (XmlException)
        {
            return AppErrors.None;
        }
    }

    /// <summary>Without a reason it is not the REST's own error, but that of a filter in front of it.</summary>
    private static AppErrors Of(string? reason, string? message, Func<string, string> withoutSecrets) =>
        new(reason is { Length: > 0 }, [], reason is { Length: > 0 } ? [reason] : [], AppErrors.Join(message is null ? [] : [message], withoutSecrets));

    private string Quote(AppErrors errors, int status) => errors.Words.Length > 0 ? $"{app}: {errors.Words}"
        : errors.Codes.Count > 0 ? $"{app} answered {status} ({errors.Codes[0]})."
        : $"{app} answered {status} without a reason.";
}
