using Gateway.Configuration;

namespace Gateway.Provisioning;

/// <summary>What the guard looks at in an operation, and what it notes there.</summary>
internal interface IGuarded
{
    ConnectionSettings Connection { get; }

    TimeProvider Clock { get; }

    /// <summary>The word of the activity.</summary>
    string? OutcomeWord { get; set; }
}
