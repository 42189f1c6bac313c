using Gateway.Configuration;

namespace Gateway.Transforms;

/// <summary>The connections in force. Thread-safe.</summary>
public interface IConnectionSettingsSource
{
    /// <summary>An immutable snapshot; a reload puts a new list here.</summary>
    IReadOnlyList<ConnectionSettings> Current { get; }

    /// <summary>Raised after <see cref="Current"/> was replaced. Handlers must return quickly.</summary>
    event Action Changed;
}
