namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>A user as <c>usermanagement/1</c> shows and changes it; live.</summary>
internal interface IServedUser
{
    /// <summary>Stays when the user is renamed.</summary>
    string Key { get; }

    string Name { get; }

    string FirstName { get; set; }

    string LastName { get; set; }

    string DisplayName { get; set; }

    string Email { get; set; }

    bool Active { get; set; }

    string Password { get; set; }

    DateTimeOffset Created { get; }

    DateTimeOffset Updated { get; }

    long DirectoryId { get; }

    IDictionary<string, IReadOnlyList<string>> Attributes { get; }
}

/// <summary>A group as <c>usermanagement/1</c> shows and changes it; live.</summary>
internal interface IServedGroup
{
    string Name { get; }

    string Description { get; set; }

    bool Active { get; set; }

    long DirectoryId { get; }

    IDictionary<string, IReadOnlyList<string>> Attributes { get; }
}
