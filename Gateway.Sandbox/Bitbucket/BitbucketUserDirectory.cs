namespace Gateway.Sandbox.Bitbucket;

/// <summary>A user directory. The first one that may be written to takes whoever is created.</summary>
/// <param name="Name">What <c>directoryName</c> says of its users.</param>
/// <param name="Type">The kind, as the list of directories words it.</param>
/// <param name="ReadOnly">Bitbucket may not write to it.</param>
/// <param name="Id">What its link ends in; shown to system administrators only.</param>
public sealed record BitbucketUserDirectory(string Name, string Type, bool ReadOnly, long Id)
{
    /// <summary>The directory that every installation has.</summary>
    public static BitbucketUserDirectory Internal { get; } = new("Bitbucket Internal Directory", "Bitbucket Internal Directory", ReadOnly: false, Id: 32_769);
}
