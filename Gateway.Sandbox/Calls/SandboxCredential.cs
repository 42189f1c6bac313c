namespace Gateway.Sandbox.Calls;

/// <summary>The scheme of a request's Authorization header.</summary>
public enum SandboxCredential
{
    None,
    Basic,
    Bearer,
    Other,
}
