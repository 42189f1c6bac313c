using System.Text.Json;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary><c>/rest/basicauth/latest/config</c>: whether Basic is blocked, and for whom and where it is not.</summary>
internal sealed class BitbucketBasicAuthApi(bool strict, Action<Func<BitbucketSettings, BitbucketSettings>> change)
{
    /// <summary>Which permission it takes is unverified.</summary>
    public static SandboxAnswer Get(BitbucketCall call) => call.RefuseBelow(BitbucketPermission.Admin) ?? Show(call.Settings);

    public SandboxAnswer Put(BitbucketCall call)
    {
        if (call.RefuseBelow(BitbucketPermission.Admin) is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = call.Read(BitbucketBodies.BasicAuthConfig, strict);
        if (body is null)
        {
            return unreadable!;
        }

        var changed = call.Settings;
        change(settings => changed = settings with
        {
            BasicEnabled = !(body.Flag("block-requests") ?? false),
            BasicPaths = body.Texts("allowed-paths") ?? [],
            BasicUsers = body.Texts("allowed-users") ?? [],
        });
        return Show(changed);
    }

    private static SandboxAnswer Show(BitbucketSettings settings) => BitbucketAnswers.Object(200, writer =>
    {
        writer.WriteBoolean("block-requests", !settings.BasicEnabled);
        WriteTexts(writer, "allowed-paths", settings.BasicPaths);
        WriteTexts(writer, "allowed-users", settings.BasicUsers);
        writer.WriteBoolean("show-warning-message", false);
    });

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
