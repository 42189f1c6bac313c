using System.Text;
using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// Basic, HTTP access tokens, and access tokens of OAuth 2.0. An HTTP access token never carries a global permission above
/// PROJECT_CREATE (BSERV-10482); one of OAuth carries what its scope says. Basic can be blocked, with exceptions. After too many
/// wrong passwords Basic asks for a CAPTCHA, also with the right password; tokens are not concerned.
/// </summary>
internal sealed class BitbucketAuthentication(BitbucketState state, BitbucketVersion version, TimeProvider time)
{
    /// <summary>Who calls, null for nobody; or the refusal of a credential that is not accepted.</summary>
    public (BitbucketCaller? Caller, SandboxAnswer? Refusal) Check(SandboxRequest request, BitbucketSettings settings, BitbucketTexts texts)
    {
        var authorization = request.Headers.Authorization.ToString();
        return request.Call.Credential switch
        {
            SandboxCredential.None => (null, null),
            SandboxCredential.Basic => CheckBasic(authorization[6..].Trim(), request.Path, settings, texts),
            SandboxCredential.Bearer when CheckToken(authorization[7..].Trim()) is { User: { Active: true, Deleted: false } } caller => (caller, null),
            _ => (null, Failed(settings, texts)),
        };
    }

    private BitbucketCaller? CheckToken(string token)
    {
        if (state.ByToken(token) is { } user)
        {
            return new BitbucketCaller(user, Lower(user.Permission(), BitbucketPermission.ProjectCreate));
        }

        if (!version.OAuth || state.OAuth.Accept(token) is not { } grant)
        {
            return null;
        }

        var most = grant.Scope switch
        {
            "SYSTEM_ADMIN" => BitbucketPermission.SysAdmin,
            "ADMIN_WRITE" => BitbucketPermission.Admin,
            _ => BitbucketPermission.ProjectCreate,
        };
        return new BitbucketCaller(grant.User, Lower(grant.User.Permission(), most));
    }

    private (BitbucketCaller? Caller, SandboxAnswer? Refusal) CheckBasic(string encoded, string path, BitbucketSettings settings, BitbucketTexts texts)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return (null, Failed(settings, texts));
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? pair : pair[..colon];

        // The sister apps answer so; that Bitbucket does, from the same library, is unverified.
        if (!settings.BasicEnabled && !IsAllowed(name, path, settings))
        {
            return (null, BasicIsOff.Answer());
        }

        if (colon < 0 || state.User(name) is not { } user)
        {
            return (null, Failed(settings, texts));
        }

        if (user.FailedLogins >= settings.MaxFailedLogins)
        {
            return (null, BitbucketAnswers.Refuse(403, texts.CaptchaRequired, BitbucketExceptions.Captcha, bare: settings.BareErrors));
        }

        if (!user.Active || !pair.AsSpan(colon + 1).SequenceEqual(user.Password))
        {
            user.FailedLogins++;
            return (null, Failed(settings, texts));
        }

        user.FailedLogins = 0;
        user.LastLogin = time.GetUtcNow();
        return (new BitbucketCaller(user, user.Permission()), null);
    }

    /// <summary>A list that is empty allows all: who names users only means them everywhere, who names paths only means everybody there (unverified).</summary>
    private static bool IsAllowed(string name, string path, BitbucketSettings settings) =>
        settings.BasicUsers.Count + settings.BasicPaths.Count > 0
        && (settings.BasicUsers.Count == 0 || settings.BasicUsers.Contains(name, StringComparer.OrdinalIgnoreCase))
        && (settings.BasicPaths.Count == 0 || settings.BasicPaths.Any(pattern => pattern.EndsWith('*')
            ? path.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : path == pattern));

    private static BitbucketPermission? Lower(BitbucketPermission? permission, BitbucketPermission most) => permission > most ? most : permission;

    private static SandboxAnswer Failed(BitbucketSettings settings, BitbucketTexts texts) =>
        BitbucketAnswers.Refuse(401, texts.AuthenticationFailed, BitbucketExceptions.WrongPassword, bare: settings.BareErrors);
}
