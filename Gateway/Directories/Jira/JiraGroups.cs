using System.Text.Json;
using Gateway.Forwarding;

namespace Gateway.Directories.Jira;

/// <summary>Jira's groups, which have nothing but a name: <c>POST/DELETE /group</c>, <c>GET /group/member</c> (the portable way to ask for one).</summary>
internal sealed class JiraGroups(AppCalls calls)
{
    private static readonly AppUri Group = AppUri.Of("/rest/api/2/group");

    public static AppUri Members(string group, int startAt, int maxResults) =>
        AppUri.Of("/rest/api/2/group/member").With("groupname", group).With("includeInactiveUsers", "true").With("startAt", $"{startAt}").With("maxResults", $"{maxResults}");

    public Task<AppResult<AppGroup>> FindAsync(string name, bool proved, CancellationToken cancellationToken)
    {
        var uri = Members(name, 0, 1);
        AppGroup? Read(JsonElement page) => JiraPages.ReadMembers(page) is null ? null : new(name);
        return proved ? calls.ReadProvedAsync(uri, Read, cancellationToken) : calls.ReadAsync(uri, Read, cancellationToken);
    }

    public async Task<AppResult<AppGroup>> CreateAsync(string name, CancellationToken cancellationToken)
    {
        var call = AppCall.Post(Group, AppJson.WriteOne("name", name));
        var answer = await calls.WriteAsync(call, JiraJson.ReadGroup,
            async () =>
            {
                var read = await FindAsync(name, proved: false, cancellationToken);
                return read.TryGet(out var group, out var why) ? group : why.Kind == AppFailureKind.NotFound ? (AppResult<AppGroup?>)(AppGroup?)null : why;
            }, cancellationToken);
        if (answer.Failure is not AppRefusal { Status: 400 } refusal)
        {
            return answer;
        }

        var found = await FindAsync(name, proved: false, cancellationToken);
        return found.IsOk ? new AppFailure(AppFailureKind.NameExists, refusal.Message, 400)
            : found.Failure.Kind == AppFailureKind.NotFound ? refusal
            : found.Failure;
    }

    public Task<AppResult<Done>> DeleteAsync(string name, CancellationToken cancellationToken) => GroupDeletion.SendAsync(
        calls, "Jira", name, AppCall.Delete(Group.With("groupname", name)), AppJson.ReadNothing, () => FindAsync(name, proved: true, cancellationToken), cancellationToken);
}
