using System.CommandLine;
using Gateway.Authentication;
using Gateway.Hosting;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary><c>gateway run</c>: starts, says how Entra reaches it, and serves until it is told to stop.</summary>
internal sealed class RunCommand : Command
{
    private const string FirstTokenFile = "data/first-token";

    public RunCommand(Option<string?> config)
        : base("run", "Starts the gateway (the default).") =>
        SetAction((result, token) => RunAsync(result.GetValue(config), token));

    public static async Task<int> RunAsync(string? configFile, CancellationToken cancellationToken)
    {
        var options = new GatewayOptions { ConfigFile = configFile };
        var located = GatewayHost.Locate(options);
        if (located.ReadSandbox().Enabled)
        {
            StateLocation.ForgetSandbox(located.BaseDirectory);
        }

        await using var gateway = await GatewayHost.StartAsync(options, cancellationToken);
        await TellAsync(gateway, located.BaseDirectory, cancellationToken);
        await gateway.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task TellAsync(RunningGateway gateway, string baseDirectory, CancellationToken cancellationToken)
    {
        var shows = gateway.Sandbox.Count > 0 || !Console.IsOutputRedirected;
        if (gateway.Issued.Count > 0 && !shows)
        {
            var file = Path.Combine(baseDirectory, FirstTokenFile);
            await FirstToken.WriteAsync(file, gateway.Issued, cancellationToken);
            Console.WriteLine($"First start: a token for each connection is in {file}. Copy it into Entra, then delete the file.");
        }

        foreach (var connection in gateway.Settings.Current)
        {
            Console.WriteLine();
            Console.WriteLine($"Connection '{connection.Name}' ({connection.App})");
            Console.WriteLine($"  SCIM base URL  {gateway.ScimBaseUrl(connection.Name)}");
            if (shows && gateway.Issued.FirstOrDefault(issued => issued.Connection == connection.Name) is { } token)
            {
                Console.WriteLine($"  Token          {token.Token}   (made now, shown once)");
            }
            else if (shows)
            {
                Console.WriteLine($"  Token          {(WaysIn.HasOthers(connection) ? "none made" : "made earlier")}; another one: gateway token add {connection.Name}");
            }

            foreach (var way in WaysIn.Of(connection, gateway.PublicAddress))
            {
                Console.WriteLine($"  Way in         {way}");
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Health and metrics  {gateway.Management}healthz/ready  {gateway.Management}metrics");
        if (gateway.Sandbox.Count > 0)
        {
            foreach (var app in gateway.Sandbox)
            {
                Console.WriteLine($"Emulated {app.Kind,-11}{app.Sandbox.Address}  (empty at each start; state at {new Uri(app.Sandbox.Address, "/_sandbox/state")} with X-Sandbox-Token: {app.Sandbox.ControlToken})");
            }

            Console.WriteLine();
            Console.WriteLine("What next: copy SCIM base URL and token into a SCIM client, or watch a whole life cycle of Entra:");
            Console.WriteLine("  dotnet run --project Gateway -- demo");
            Console.WriteLine("For your own apps: edit gateway.json (Cluster address, Credential, Sandbox.Enabled false), then: gateway check --live");
        }
        else
        {
            Console.WriteLine("What next: in Entra, Provisioning > Admin Credentials: Tenant URL and Secret Token as above, then Test Connection.");
        }

        AnsiConsole.MarkupLine("[grey]Ctrl+C stops.[/]");
    }
}
