using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>What users have granted to the one application link. Called under the state's lock.</summary>
internal sealed class BitbucketOAuthGrants(BitbucketSandboxOptions options)
{
    private readonly Dictionary<string, BitbucketUser> refreshTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BitbucketUser User, string Scope, DateTimeOffset Until)> accessTokens = new(StringComparer.Ordinal);

    public void Reset(BitbucketUser service)
    {
        Clear();
        refreshTokens[options.RefreshToken] = service;
    }

    public void Clear()
    {
        refreshTokens.Clear();
        accessTokens.Clear();
    }

    public void ExpireAll() => accessTokens.Clear();

    /// <summary>Another access token for a refresh token, and the refresh token from now on; null for one that is not in use.</summary>
    public (string Access, string Refresh)? Refresh(string refreshToken, bool rotate, string scope)
    {
        if (!refreshTokens.TryGetValue(refreshToken, out var user) || user.Deleted || !user.Active)
        {
            return null;
        }

        var next = refreshToken;
        if (rotate)
        {
            next = SandboxSecret.New();
            refreshTokens.Remove(refreshToken);
            refreshTokens[next] = user;
        }

        var access = SandboxSecret.New();
        accessTokens[access] = (user, scope, options.Time.GetUtcNow() + options.AccessTokenLifetime);
        return (access, next);
    }

    /// <summary>Whose an access token is and what it is good for; null for one that is unknown or has expired.</summary>
    public (BitbucketUser User, string Scope)? Accept(string accessToken) =>
        accessTokens.TryGetValue(accessToken, out var grant) && grant.Until > options.Time.GetUtcNow() ? (grant.User, grant.Scope) : null;
}
