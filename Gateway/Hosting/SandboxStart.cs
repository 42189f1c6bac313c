using Gateway.Configuration;

namespace Gateway.Hosting;

/// <summary>Starts the emulated apps inside of this process and hands their random credentials to the configuration.</summary>
internal static class SandboxStart
{
    /// <summary>Starts those that a cluster leads to; none where the sandbox is off.</summary>
    public static async Task<IReadOnlyList<EmulatedApp>> StartAsync(SandboxSettings settings, IReadOnlyList<Uri> destinations, SandboxOverlay overlay, CancellationToken cancellationToken)
    {
        var started = new List<EmulatedApp>();
        if (!settings.Enabled)
        {
            return started;
        }

        try
        {
            foreach (var (kind, url) in settings.Urls)
            {
                if (Uri.TryCreate(url, UriKind.Absolute, out var address) && destinations.Any(destination => SandboxOverlay.SameServer(destination, address)))
                {
                    var app = await EmulatedApp.StartAsync(kind, address.Port, cancellationToken);
                    started.Add(app);
                    overlay.Set(app.Sandbox.Address, app.Credential);
                }
            }
        }
        catch
        {
            foreach (var app in started)
            {
                await app.Sandbox.DisposeAsync();
            }

            throw;
        }

        return started;
    }
}
