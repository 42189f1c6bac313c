namespace Gateway.Sandbox.Hosting;

/// <summary>What the filter in front of an app's REST answers where an administrator, or the release, has switched Basic off (all of them but Crowd).</summary>
internal static class BasicIsOff
{
    public static SandboxAnswer Answer() =>
        SandboxAnswer.Text(403, SandboxAnswer.JsonType, """{"message":"Basic Authentication has been disabled on this instance."}""");
}
