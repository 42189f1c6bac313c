namespace Gateway.Sandbox.Hosting;

/// <summary>What an app says to a Basic log-in where its administrator has switched Basic off.</summary>
internal static class BasicIsOff
{
    public static SandboxAnswer Answer() =>
        SandboxAnswer.Text(403, SandboxAnswer.JsonType, """{"message":"Basic Authentication has been disabled on this instance."}""");
}
