namespace Gateway.Configuration;

/// <summary>
/// The configuration in force, for Kestrel, Logging and YARP. It changes only when a reload was accepted, so that a broken
/// or half-written file never empties their sections, and they move together with the gateway's own settings.
/// </summary>
internal sealed class AcceptedConfiguration : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Puts new values in force and tells all who watch.</summary>
    public void Accept(Dictionary<string, string?> values)
    {
        Data = values;
        OnReload();
    }
}
