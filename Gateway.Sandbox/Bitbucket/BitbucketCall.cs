using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>One authenticated request, with what every resource needs to answer it. Lives under the state's lock.</summary>
internal sealed class BitbucketCall(SandboxRequest request, BitbucketCaller caller, BitbucketState state, BitbucketSettings settings, BitbucketTexts texts, BitbucketBeans beans)
{
    public SandboxRequest Request => request;

    public BitbucketUser Caller => caller.User;

    /// <summary>What the caller may do by this credential: a token may do less than its owner.</summary>
    public BitbucketPermission? Permission => caller.Permission;

    public BitbucketState State => state;

    public BitbucketSettings Settings => settings;

    public BitbucketTexts Texts => texts;

    public BitbucketBeans Beans => beans;

    public SandboxAnswer Refuse(int status, string message, string? exception = null, string? context = null) =>
        BitbucketAnswers.Refuse(status, message, exception, context, settings.BareErrors);

    /// <summary>A body or a parameter that does not fit.</summary>
    public SandboxAnswer Invalid(string? context, string message) => Refuse(400, message, context: context);

    public SandboxAnswer NotPermitted() => Refuse(401, texts.NotPermitted, BitbucketExceptions.NotPermitted);

    public SandboxAnswer Forbidden(string message) => Refuse(403, message, BitbucketExceptions.Forbidden);

    public SandboxAnswer Conflict(string message, string? context = null) => Refuse(409, message, BitbucketExceptions.Integrity, context);

    public SandboxAnswer NoSuchUser(string name) => Refuse(404, texts.NoSuchUser(name), BitbucketExceptions.NoSuchUser);

    public SandboxAnswer NoSuchGroup(string name) => Refuse(404, texts.NoSuchGroup(name), BitbucketExceptions.NoSuchGroup);

    /// <summary>What a read-only directory says to a write; the status is unverified.</summary>
    public SandboxAnswer ReadOnly(string message) =>
        Refuse(settings.ReadOnlyStatus, message, settings.ReadOnlyStatus switch
        {
            403 => BitbucketExceptions.Forbidden,
            409 => BitbucketExceptions.Integrity,
            _ => null,
        });

    /// <summary>Missing rights are a 401 here, not a 403; null for who has them.</summary>
    public SandboxAnswer? RefuseBelow(BitbucketPermission permission) => caller.Permission >= permission ? null : NotPermitted();

    public bool Outranks(BitbucketPermission? target) => target > caller.Permission;

    public bool IsReadOnly(BitbucketUserDirectory directory) => settings.ReadOnly || directory.ReadOnly;

    public bool WouldExceedLicence(IEnumerable<BitbucketUser> users) =>
        settings.Seats is { } seats
        && users.Distinct().Count(user => user.Active && !BitbucketState.TakesSeat(user)) is var more and > 0
        && state.SeatsUsed() + more > seats;

    /// <summary>The body, or its refusal.</summary>
    public (JsonBody? Body, SandboxAnswer? Refusal) Read(JsonBean bean, bool strict) => JsonBody.Read(request, bean, strict, (status, message) => Refuse(status, message));

    /// <summary>A page of users as administrators see them.</summary>
    public SandboxAnswer DetailedPage(IReadOnlyList<BitbucketUser> users) =>
        BitbucketAnswers.Page(this, users, (writer, user) => beans.WriteDetailed(writer, user, settings.ReadOnly));

    /// <summary>A page of groups as administrators see them.</summary>
    public SandboxAnswer GroupPage(IReadOnlyList<BitbucketGroup> groups) =>
        BitbucketAnswers.Page(this, groups, (writer, group) => BitbucketBeans.WriteGroup(writer, group, settings.ReadOnly));

    public SandboxAnswer Show(BitbucketUser user) =>
        SandboxAnswer.Json(200, (call: this, user), static (writer, it) => it.call.Beans.WriteDetailed(writer, it.user, it.call.Settings.ReadOnly));

    /// <summary>Whether <c>filter</c> is part of any of the texts; without a filter everything matches.</summary>
    public bool Matches(params ReadOnlySpan<string> texts)
    {
        var filter = request.Parameter("filter");
        if (string.IsNullOrEmpty(filter))
        {
            return true;
        }

        foreach (var text in texts)
        {
            if (text.Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public bool Matches(BitbucketUser user) => Matches(user.Name, user.DisplayName, user.Email);
}

/// <summary>Who calls, and what that credential is good for.</summary>
internal sealed record BitbucketCaller(BitbucketUser User, BitbucketPermission? Permission);
