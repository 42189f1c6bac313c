namespace Gateway.Sandbox.Confluence;

/// <summary>
/// Confluence's messages in the language of the calling account. Statuses and names of members never change with it.
/// The wording is illustrative where no source tells it (<c>examples/confluence</c> says where); the German follows the English.
/// </summary>
internal sealed class ConfluenceTexts
{
    private readonly bool german;

    private ConfluenceTexts(bool german) => this.german = german;

    public static ConfluenceTexts English { get; } = new(german: false);

    public static ConfluenceTexts German { get; } = new(german: true);

    public string NotAuthenticated => Say("Client must be authenticated to access this resource.", "Der Client muss authentifiziert sein, um auf diese Ressource zuzugreifen.");

    public string NotPermitted => Say(
        "User does not have permission to perform this action",
        "Der Benutzer ist nicht berechtigt, diese Aktion auszuführen");

    public string NameOrKeyRequired => Say("One of username or key must be specified", "Entweder username oder key muss angegeben werden");

    public string UsernameRequired => Say("User name must not be blank", "Der Benutzername darf nicht leer sein");

    public string UsernameLowerCase => Say("User name must be lower case", "Der Benutzername muss in Kleinbuchstaben geschrieben sein");

    public string UsernameCharacters => Say(
        "User name contains whitespace or one of the characters \\ , + < > ' \"",
        "Der Benutzername enthält Leerraum oder eines der Zeichen \\ , + < > ' \"");

    public string UsernameAnonymous => Say("User name must not be anonymous", "Der Benutzername darf nicht anonymous sein");

    public string UsernameTooLong => Say("User name must not exceed 255 characters", "Der Benutzername darf nicht länger als 255 Zeichen sein");

    public string UserExists => Say("A user with this username already exists", "Ein Benutzer mit diesem Benutzernamen ist bereits vorhanden");

    public string FullNameRequired => Say("Full name must not be blank", "Der vollständige Name darf nicht leer sein");

    public string FullNameCharacters => Say("Full name must not contain < or >", "Der vollständige Name darf weder < noch > enthalten");

    public string FullNameAnonymous => Say("Full name must not be anonymous", "Der vollständige Name darf nicht anonym sein");

    public string FullNameTooLong => Say("Full name must not exceed 255 characters", "Der vollständige Name darf nicht länger als 255 Zeichen sein");

    public string EmailInvalid => Say("Email address is not valid", "Die E-Mail-Adresse ist ungültig");

    public string PasswordRequired => Say("Password must not be blank", "Das Passwort darf nicht leer sein");

    public string PasswordNotWanted => Say(
        "Password must not be given when the user is notified via email",
        "Das Passwort darf nicht angegeben werden, wenn der Benutzer per E-Mail benachrichtigt wird");

    public string NoSeat => Say("No more licences available", "Keine weiteren Lizenzen verfügbar");

    public string ReadOnlyDirectory => Say(
        "The user directory is read-only",
        "Das Benutzerverzeichnis ist schreibgeschützt");

    public string NotOneself => Say("You cannot do this to your own account", "Diese Aktion ist für Ihr eigenes Konto nicht möglich");

    public string LastAdministrator => Say(
        "You cannot disable the last administrator",
        "Der letzte Administrator kann nicht deaktiviert werden");

    public string GroupNameRequired => Say("Group name must not be blank", "Der Gruppenname darf nicht leer sein");

    public string GroupNameLowerCase => Say("Group name must be lower case", "Der Gruppenname muss in Kleinbuchstaben geschrieben sein");

    public string GroupNameTooLong => Say("Group name must not exceed 255 characters", "Der Gruppenname darf nicht länger als 255 Zeichen sein");

    public string GroupTypeRequired => Say("Type of the subject is missing or unknown", "Der Typ des Subjekts fehlt oder ist unbekannt");

    public string GroupExists => Say("A group with this name already exists", "Eine Gruppe mit diesem Namen ist bereits vorhanden");

    public string LastAdministratorsGroup => Say(
        "The last group with administration rights cannot be deleted",
        "Die letzte Gruppe mit Administratorrechten kann nicht gelöscht werden");

    public string DeletionFailed => Say("The user could not be removed", "Der Benutzer konnte nicht entfernt werden");

    public string PasswordTooShort(int characters) => Say(
        $"Password must have at least {characters} characters",
        $"Das Passwort muss mindestens {characters} Zeichen lang sein");

    public string NoUserNamed(string name) => Say($"No user found with username : {name}", $"Kein Benutzer mit dem Benutzernamen gefunden : {name}");

    public string NoUserWithKey(string key) => Say($"No user found with key : {key}", $"Kein Benutzer mit dem Schlüssel gefunden : {key}");

    public string NoGroup(string name) => Say($"No group found with name: {name}", $"Keine Gruppe mit dem Namen gefunden: {name}");

    public string NoTask(string id) => Say($"No task found with id: {id}", $"Keine Aufgabe mit der ID gefunden: {id}");

    private string Say(string english, string inGerman) => german ? inGerman : english;
}
