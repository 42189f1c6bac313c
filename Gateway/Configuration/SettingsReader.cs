using System.Globalization;
using Gateway.Configuration.Layers;

namespace Gateway.Configuration;

/// <summary>What a reading of the configuration found.</summary>
internal sealed class Findings
{
    public List<Finding> Errors { get; } = [];

    public List<Finding> Warnings { get; } = [];

    /// <summary>Files beside the layers that were read, or looked for: when one changes, the settings are read again.</summary>
    public List<string> Files { get; } = [];

    public void Error(string path, string message) => Errors.Add(new Finding(path, message));

    public void Warn(string path, string message) => Warnings.Add(new Finding(path, message));
}

/// <summary>
/// Reads typed values out of one section. A value that does not fit is an error in <see cref="Findings"/> and reads as its
/// default, so that one reading finds every error. An absent or null key reads as its default.
/// </summary>
internal sealed class SettingsReader(ConfigurationNode? node, string path, KnownKeys known, Findings findings)
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public string Path { get; } = path;

    public Findings Findings { get; } = findings;

    /// <summary>Whether the section is there.</summary>
    public bool Exists => node is { Kind: not NodeKind.Null };

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}:{key}";

    /// <summary>A section; a scalar in its place is an error.</summary>
    public SettingsReader Section(string key)
    {
        var child = node?[key];
        if (child?.Kind is NodeKind.List || (child is { Kind: NodeKind.Value } && child.Source != KeyLayer.EnvironmentSource))
        {
            Findings.Error(PathOf(key), "must be an object: { … }.");
            child = null;
        }

        return new SettingsReader(child, PathOf(key), known[key], Findings);
    }

    /// <summary>A section for which its chief key alone may stand as a text; that text is told, and null where there is an object or nothing.</summary>
    public SettingsReader SectionOrText(string key, out string? text)
    {
        text = node?[key] is { Kind: NodeKind.Value } single ? single.Value : null;
        return text is null ? Section(key) : new SettingsReader(null, PathOf(key), known[key], Findings);
    }

    /// <summary>Members of a dictionary whose names the user chooses.</summary>
    public IEnumerable<(string Name, SettingsReader Reader)> Members()
    {
        var any = known["*"];
        foreach (var (name, child) in node?.Children ?? new Dictionary<string, ConfigurationNode>())
        {
            if (child.Kind is NodeKind.Object or NodeKind.Keys)
            {
                yield return (name, new SettingsReader(child, PathOf(name), any, Findings));
            }
            else if (child.Kind != NodeKind.Null)
            {
                Findings.Error(PathOf(name), "must be an object: { … }.");
            }
        }
    }

    /// <summary>Keys that this reader does not look into.</summary>
    public bool Opaque(string key)
    {
        known[key].IsOpaque = true;
        return node?[key] is { Kind: not NodeKind.Null } child && (child.Kind == NodeKind.Value || child.Children.Count > 0);
    }

    public string? Text(string key)
    {
        _ = known[key];
        switch (node?[key])
        {
            case null or { Kind: NodeKind.Null }:
                return null;
            case { Kind: NodeKind.Value } value:
                return value.Value;
            default:
                Findings.Error(PathOf(key), "must be a single value.");
                return null;
        }
    }

    public bool Flag(string key, bool fallback) =>
        Parse(key, fallback, "is not a boolean; use true or false", static (string text, out bool value) => bool.TryParse(text, out value));

    public int Number(string key, int fallback, int least, int most) => OptionalNumber(key, least, most) ?? fallback;

    public int? OptionalNumber(string key, int least, int most) =>
        Parse<int?>(key, null, $"is not a whole number from {least} to {most}", (string text, out int? value) =>
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
            return value >= least && value <= most;
        });

    public double Fraction(string key, double fallback, double least, double most) =>
        Parse(key, fallback, $"is not a number from {least} to {most}", (string text, out double value) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    /// <summary>A duration <c>[d.]hh:mm:ss[.fff]</c>; a bare number, which .NET would take as days, is an error.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan least, TimeSpan most) =>
        Parse(key, fallback, $"is not a duration hh:mm:ss from {least:c} to {most:c}", (string text, out TimeSpan value) =>
        {
            value = default;
            return text.Count(letter => letter == ':') == 2
                && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
        });

    /// <summary>A date or time of ISO 8601; without an offset it is UTC.</summary>
    public DateTimeOffset? Moment(string key) =>
        Parse<DateTimeOffset?>(key, null, "is not a date such as 2027-01-31 or 2027-01-31T12:00:00Z", static (string text, out DateTimeOffset? value) =>
        {
            var read = DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
            value = read ? moment : null;
            return read;
        });

    /// <summary>One of an enum's names, without case. Names outside <paramref name="supported"/> are known, and refused.</summary>
    public T Choice<T>(string key, T fallback, IReadOnlyList<T>? supported = null, string? app = null)
        where T : struct, Enum
    {
        var usable = supported ?? Enum.GetValues<T>();
        var value = Parse(key, fallback, $"is not one of {string.Join(", ", usable)}", static (string text, out T value) =>
            Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase));
        if (usable.Contains(value))
        {
            return value;
        }

        Findings.Error(PathOf(key), $"'{Text(key)}' is {(app is null ? "not supported by this version" : $"nothing that {app} can do over REST")}; use {string.Join(" or ", usable)}.");
        return fallback;
    }

    /// <summary>A list of texts. A single text stands for a list of one where <paramref name="orText"/> allows it; an empty text is the empty list.</summary>
    public EquatableList<string> Texts(string key, EquatableList<string> fallback, bool orText = false)
    {
        _ = known[key]["*"];
        switch (node?[key])
        {
            case null or { Kind: NodeKind.Null }:
                return fallback;
            case { Kind: NodeKind.Value, Value: "" }:
                return [];
            case { Kind: NodeKind.Value, Value: { } single } when orText:
                return [single];
            case { Kind: NodeKind.List } or { IsNumbered: true }:
                return new EquatableList<string>(TextItems(key, node![key]!));
            default:
                Findings.Error(PathOf(key), orText ? "must be a text or a list of texts." : "must be a list: [ … ].");
                return fallback;
        }
    }

    /// <summary>A list of objects.</summary>
    public IReadOnlyList<SettingsReader> Objects(string key)
    {
        var any = known[key]["*"];
        switch (node?[key])
        {
            case null or { Kind: NodeKind.Null } or { Kind: NodeKind.Value, Value: "" }:
                return [];
            case { Kind: NodeKind.List } or { IsNumbered: true }:
                var items = node![key]!.Items().ToList();
                var scalars = items.Where(item => item.Value.Kind is NodeKind.Value or NodeKind.Null or NodeKind.List).ToList();
                scalars.ForEach(item => Findings.Error($"{PathOf(key)}:{item.Key}", "must be an object: { … }."));
                return [.. items.Except(scalars).Select(item => new SettingsReader(item.Value, $"{PathOf(key)}:{item.Key}", any, Findings))];
            default:
                Findings.Error(PathOf(key), "must be a list of objects: [ { … } ].");
                return [];
        }
    }

    private IEnumerable<string> TextItems(string key, ConfigurationNode list)
    {
        foreach (var (index, item) in list.Items())
        {
            if (item is { Kind: NodeKind.Value, Value.Length: > 0 })
            {
                yield return item.Value;
            }
            else
            {
                Findings.Error($"{PathOf(key)}:{index}", "must be a text that is not empty.");
            }
        }
    }

    private delegate bool Parser<T>(string text, out T value);

    private T Parse<T>(string key, T fallback, string complaint, Parser<T> parser)
    {
        var text = Text(key);
        if (text is null)
        {
            return fallback;
        }

        if (parser(text.Trim(), out var value))
        {
            return value;
        }

        Findings.Error(PathOf(key), $"'{text}' {complaint}.");
        return fallback;
    }
}
