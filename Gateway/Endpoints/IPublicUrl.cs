namespace Gateway.Endpoints;

/// <summary>The address under which Entra reaches the gateway.</summary>
internal interface IPublicUrl
{
    /// <summary><c>PublicUrl</c> of the settings in force; null: the request's own address.</summary>
    string? Current { get; }
}
