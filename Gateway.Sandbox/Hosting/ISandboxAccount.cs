namespace Gateway.Sandbox.Hosting;

/// <summary>What a log-in needs to know of an account. Changed under the state's lock.</summary>
internal interface ISandboxAccount
{
    bool Active { get; }

    string Password { get; }

    /// <summary>Wrong passwords since the last right one.</summary>
    int FailedLogins { get; set; }
}
