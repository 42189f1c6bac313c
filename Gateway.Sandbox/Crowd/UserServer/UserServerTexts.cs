namespace Gateway.Sandbox.Crowd.UserServer;

/// <summary>
/// Messages beside the reasons. English wording as far as open clients and their tests show it (else unverified); the German follows it.
/// Reasons and statuses never change with the language.
/// </summary>
internal sealed class UserServerTexts
{
    private readonly bool german;

    private UserServerTexts(bool german) => this.german = german;

    public static UserServerTexts English { get; } = new(german: false);

    public static UserServerTexts German { get; } = new(german: true);

    public static UserServerTexts Of(string language) => language == "de" ? German : English;

    public string UserExists => Say("User already exists", "Der Benutzer existiert bereits");

    public string GroupExists => Say("Group already exists", "Die Gruppe existiert bereits");

    public string NamesDiffer => Say("The names in the body and the uri don't match", "Die Namen im Inhalt und in der Adresse stimmen nicht überein");

    public string NameRequired => Say("The name must be given", "Der Name muss angegeben werden");

    public string NameBlanks => Say("The name must not have leading or trailing whitespace", "Der Name darf keine Leerzeichen am Anfang oder Ende haben");

    public string TypeRequired => Say("The type of the group must be GROUP", "Der Typ der Gruppe muss GROUP sein");

    public string PasswordRequired => Say("A password must be given", "Ein Passwort muss angegeben werden");

    public string Circular => Say("The membership would make a circle of groups", "Die Mitgliedschaft würde einen Kreis von Gruppen bilden");

    public string NoNesting => Say("The directory does not support nested groups", "Das Verzeichnis unterstützt keine verschachtelten Gruppen");

    public string NoRename => Say("Renaming users is not supported", "Das Umbenennen von Benutzern wird nicht unterstützt");

    public string NotAddressed => Say("The client is not allowed to access this application", "Der Client darf nicht auf diese Anwendung zugreifen");

    public string AuthenticationFailed => Say("Failed to authenticate principal, password was invalid", "Die Anmeldung ist fehlgeschlagen, das Passwort ist ungültig");

    public string UserUnknown(string name) => Say($"User <{name}> does not exist", $"Der Benutzer <{name}> existiert nicht");

    public string GroupUnknown(string name) => Say($"Group <{name}> does not exist", $"Die Gruppe <{name}> existiert nicht");

    public string ParameterMissing(string name) => Say($"{name} query parameter must be given", $"Der Abfrageparameter {name} muss angegeben werden");

    public string ParameterWrong(string name) => Say($"{name} query parameter is not valid", $"Der Abfrageparameter {name} ist ungültig");

    public string TooLong(string what) => Say($"{what} is longer than 255 characters", $"{what} ist länger als 255 Zeichen");

    public string PasswordTooShort(int minimum) => Say(
        $"The password does not meet the directory's requirements: at least {minimum} characters",
        $"Das Passwort entspricht nicht den Anforderungen des Verzeichnisses: mindestens {minimum} Zeichen");

    public string RenameExists(string name) => Say($"User {name} already exists.", $"Der Benutzer {name} existiert bereits.");

    public string Inactive(string name) => Say($"Account with name <{name}> is inactive", $"Das Konto mit dem Namen <{name}> ist inaktiv");

    public string Already(long directory, string child, string parent) => Say(
        $"Membership already exists in directory [{directory}] from child entity [{child}] to parent entity [{parent}]",
        $"Die Mitgliedschaft von [{child}] in [{parent}] besteht im Verzeichnis [{directory}] bereits");

    public string NoMembership(string child, string parent) => Say(
        $"The child entity <{child}> is not a member of the parent <{parent}>",
        $"Das Element <{child}> ist kein Mitglied von <{parent}>");

    /// <summary>Such as <c>Not allowed to add user 'b' to directory 'Corporate LDAP'.</c></summary>
    public string Denied(CrowdPermissions right, string name, string directory) => right switch
    {
        CrowdPermissions.AddUser => Say($"Not allowed to add user '{name}' to directory '{directory}'.", $"Der Benutzer '{name}' darf nicht zum Verzeichnis '{directory}' hinzugefügt werden."),
        CrowdPermissions.ModifyUser => Say($"Not allowed to update user '{name}' in directory '{directory}'.", $"Der Benutzer '{name}' darf im Verzeichnis '{directory}' nicht geändert werden."),
        CrowdPermissions.RemoveUser => Say($"Not allowed to remove user '{name}' from directory '{directory}'.", $"Der Benutzer '{name}' darf nicht aus dem Verzeichnis '{directory}' entfernt werden."),
        CrowdPermissions.AddGroup => Say($"Not allowed to add group '{name}' to directory '{directory}'.", $"Die Gruppe '{name}' darf nicht zum Verzeichnis '{directory}' hinzugefügt werden."),
        CrowdPermissions.RemoveGroup => Say($"Not allowed to remove group '{name}' from directory '{directory}'.", $"Die Gruppe '{name}' darf nicht aus dem Verzeichnis '{directory}' entfernt werden."),
        CrowdPermissions.ModifyUserAttributes => Say($"Not allowed to update attributes of user '{name}' in directory '{directory}'.", $"Die Attribute des Benutzers '{name}' dürfen im Verzeichnis '{directory}' nicht geändert werden."),
        CrowdPermissions.ModifyGroupAttributes => Say($"Not allowed to update attributes of group '{name}' in directory '{directory}'.", $"Die Attribute der Gruppe '{name}' dürfen im Verzeichnis '{directory}' nicht geändert werden."),
        _ => Say($"Not allowed to update group '{name}' in directory '{directory}'.", $"Die Gruppe '{name}' darf im Verzeichnis '{directory}' nicht geändert werden."),
    };

    private string Say(string inEnglish, string inGerman) => german ? inGerman : inEnglish;
}
