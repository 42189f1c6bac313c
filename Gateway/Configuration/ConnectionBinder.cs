namespace Gateway.Configuration;

/// <summary>One connection: <c>Connections:{name}</c>.</summary>
internal sealed class ConnectionBinder(
    string baseDirectory,
    SandboxSettings sandbox,
    SandboxOverlay overlay,
    IReadOnlyDictionary<string, IReadOnlyList<string>> clusters)
{
    internal const int MaxRate = 1_000_000;

    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(7);

    public ConnectionSettings Bind(string name, SettingsReader reader)
    {
        var app = BindApp(reader);
        var endpoint = BindEndpoint(reader, app);
        var rules = AppRules.For(app, endpoint);
        var defaults = new ConnectionSettings { Name = name, App = app, Cluster = name };
        var cluster = reader.Text("Cluster") ?? defaults.Cluster;
        RefuseWhatIsNotDone(reader);
        var settings = defaults with
        {
            Endpoint = endpoint,
            Cluster = cluster,
            Credential = BindCredential(reader.Section("Credential"), cluster, app, rules),
            Authentication = AuthenticationBinder.Bind(reader.Section("Authentication")),
            Script = reader.Text("Script") is { Length: > 0 } script ? Path.GetFullPath(script, baseDirectory) : null,
            Directory = reader.Text("Directory"),
            Username = BindUsername(reader.Section("Username"), rules),
            Users = BindUsers(reader.Section("Users"), defaults.Users, app, rules),
            Groups = BindGroups(reader.Section("Groups"), defaults.Groups with { Protected = rules.ProtectedGroups }),
            Protected = reader.Texts("Protected", defaults.Protected),
            RateLimit = BindRateLimit(reader.Section("RateLimit"), defaults.RateLimit),
            AppCalls = AppCallBinder.Bind(reader.Section("AppCalls"), defaults.AppCalls, baseDirectory),
            Guard = BindGuard(reader.Section("Guard"), defaults.Guard),
            Paused = reader.Flag("Paused", defaults.Paused),
        };
        return app == AppKind.Scim ? PassThroughRules.Apply(settings, reader) : settings;
    }

    private static AppKind BindApp(SettingsReader reader)
    {
        if (reader.Text("App") is null)
        {
            reader.Findings.Error(reader.PathOf("App"), $"is missing; use {string.Join(" or ", Supported.Apps)}.");
        }

        return reader.Choice("App", Supported.Apps[0], Supported.Apps);
    }

    /// <summary>Crowd has one REST surface, so its connection need not name it.</summary>
    private static EndpointKind BindEndpoint(SettingsReader reader, AppKind app)
    {
        var known = AppRules.For(app, EndpointKind.User).Endpoints;
        var endpoint = reader.Choice("Endpoint", known[0], known);
        return app == AppKind.Crowd ? EndpointKind.Directory : endpoint;
    }

    // Keys that a later version acts on. To take them and do nothing would be a lie: above all the ones that guard.
    private static void RefuseWhatIsNotDone(SettingsReader reader)
    {
        var drift = reader.Section("Drift");
        Refuse(drift, "Every", "is not supported by this version: nothing would be compared. Take this key out.");
    }

    private static void Refuse(SettingsReader reader, string key, string reason)
    {
        if (reader.Opaque(key))
        {
            reader.Findings.Error(reader.PathOf(key), reason);
        }
    }

    private CredentialSettings? BindCredential(SettingsReader reader, string cluster, AppKind app, AppRules rules)
    {
        var credential = new CredentialSettings
        {
            Type = reader.Text("Type") ?? "",
            Username = reader.Text("Username"),
            Password = reader.Text("Password"),
            Token = reader.Text("Token"),
            ClientId = reader.Text("ClientId"),
            ClientSecret = reader.Text("ClientSecret"),
            RefreshToken = reader.Text("RefreshToken"),
            TokenEndpoint = reader.Text("TokenEndpoint"),
            RedirectUri = reader.Text("RedirectUri"),
        };
        if (reader.Exists)
        {
            return CredentialRules.Check(credential, app, rules, reader);
        }

        var destinations = clusters.Uris(cluster);
        if (IsSandbox(destinations))
        {
            return overlay.Find(destinations);
        }

        reader.Findings.Error(reader.Path, $"is missing; the gateway needs an account in the app. Set Type ({string.Join(" or ", rules.CredentialTypes)}), and what belongs to it.");
        return null;
    }

    private bool IsSandbox(IReadOnlyList<Uri> destinations) =>
        sandbox.Enabled && destinations.Count > 0
        && (overlay.Find(destinations) is not null || sandbox.Urls.Any(app => Uri.TryCreate(app.Url, UriKind.Absolute, out var address)
            && destinations.All(destination => SandboxOverlay.SameServer(destination, address))));

    private static UsernameSettings? BindUsername(SettingsReader reader, AppRules rules)
    {
        var defaults = new UsernameSettings { Case = rules.Case };
        var bound = new UsernameSettings
        {
            Pattern = reader.Text("Pattern") ?? defaults.Pattern,
            Replacement = reader.Text("Replacement") ?? defaults.Replacement,
            OnNoMatch = reader.Choice("OnNoMatch", defaults.OnNoMatch),
            Case = reader.Choice("Case", defaults.Case),
        };
        return reader.Exists || rules.Case != NameCase.Keep ? bound : null;
    }

    private static UserOptions BindUsers(SettingsReader reader, UserOptions defaults, AppKind app, AppRules rules) => new()
    {
        Create = reader.Flag("Create", defaults.Create),
        Update = reader.Flag("Update", defaults.Update),
        Activate = reader.Flag("Activate", defaults.Activate),
        Deactivate = reader.Flag("Deactivate", defaults.Deactivate),
        Delete = reader.Choice("Delete", defaults.Delete),
        Adopt = reader.Choice("Adopt", defaults.Adopt),
        AllowAdministrators = reader.Texts("AllowAdministrators", defaults.AllowAdministrators),
        Rename = reader.Choice("Rename", rules.Renames[0], rules.Renames, app.ToString()),
        Deactivation = reader.Choice("Deactivation", rules.Deactivations[0], rules.Deactivations, app.ToString()),
        Access = BindAccess(reader, defaults.Access, app, rules),
        EndSessions = BindEndSessions(reader, defaults.EndSessions, app, rules),
        DefaultLead = BindDefaultLead(reader, app, rules),
    };

    private static bool BindEndSessions(SettingsReader reader, bool fallback, AppKind app, AppRules rules)
    {
        var ends = reader.Flag("EndSessions", fallback);
        if (ends && !rules.EndsSessions)
        {
            reader.Findings.Error(reader.PathOf("EndSessions"), $"cannot be kept: {app} has no REST that ends the web sessions of a user. Take this key out.");
        }

        return ends;
    }

    private static string? BindDefaultLead(SettingsReader reader, AppKind app, AppRules rules)
    {
        var lead = reader.Text("DefaultLead");
        if (lead is not null && !rules.HasLeads)
        {
            reader.Findings.Error(reader.PathOf("DefaultLead"), $"does nothing for {app}: only Jira's user REST refuses to deactivate who leads a project. Take this key out.");
        }

        return lead;
    }

    private static EquatableList<string> BindAccess(SettingsReader reader, EquatableList<string> fallback, AppKind app, AppRules rules)
    {
        string[] words = ["Default", "None"];
        var access = new EquatableList<string>(reader.Texts("Access", fallback, orText: true)
            .Select(key => words.FirstOrDefault(word => word.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key));
        if (access.Count > 1 && access.Any(words.Contains))
        {
            reader.Findings.Error(reader.PathOf("Access"), "Default and None stand alone; else list application keys only.");
        }

        if (!rules.HasApplicationKeys && access.Any(key => !words.Contains(key)))
        {
            reader.Findings.Error(reader.PathOf("Access"), $"names an application key, and {app} has none; use Default or None, and Groups.Default for further groups.");
        }

        return access.Count == 0 ? ["None"] : access;
    }

    private static GroupOptions BindGroups(SettingsReader reader, GroupOptions defaults) => new()
    {
        Create = reader.Flag("Create", defaults.Create),
        Update = reader.Flag("Update", defaults.Update),
        Delete = reader.Choice("Delete", defaults.Delete),
        Adopt = reader.Choice("Adopt", defaults.Adopt),
        Rename = reader.Choice("Rename", defaults.Rename),
        Default = reader.Texts("Default", defaults.Default),
        Map = new EquatableList<GroupMapping>(reader.Objects("Map").Select(BindMapping)),
        Protected = reader.Texts("Protected", defaults.Protected),
    };

    private static GroupMapping BindMapping(SettingsReader reader)
    {
        var mapping = new GroupMapping(reader.Text("From") ?? "", reader.Text("To") ?? "");
        if (mapping.From.Length == 0 || mapping.To.Length == 0)
        {
            reader.Findings.Error(reader.Path, "needs From (the name in Entra) and To (the app's group).");
        }

        return mapping;
    }

    private static RateLimitSettings BindRateLimit(SettingsReader reader, RateLimitSettings defaults) => new()
    {
        RequestsPerSecond = reader.Number("RequestsPerSecond", defaults.RequestsPerSecond, 1, MaxRate),
        Burst = reader.Number("Burst", defaults.Burst, 1, MaxRate),
        FailedPerMinute = reader.Number("FailedPerMinute", defaults.FailedPerMinute, 1, MaxRate),
    };

    private static GuardSettings BindGuard(SettingsReader reader, GuardSettings defaults) => new()
    {
        MaxDeactivations = reader.Number("MaxDeactivations", defaults.MaxDeactivations, 0, int.MaxValue),
        MaxPercent = reader.Fraction("MaxPercent", defaults.MaxPercent, 0, 100),
        MaxMembersRemoved = reader.Number("MaxMembersRemoved", defaults.MaxMembersRemoved, 0, int.MaxValue),
        Window = reader.Duration("Window", defaults.Window, TimeSpan.FromMinutes(1), MaxWindow),
    };
}
