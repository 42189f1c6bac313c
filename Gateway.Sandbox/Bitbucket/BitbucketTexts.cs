namespace Gateway.Sandbox.Bitbucket;

/// <summary>
/// Bitbucket's messages in the language of the instance. Statuses, contexts and names of exceptions never change with it.
/// Known word for word is <see cref="NotPermitted"/> only; the rest is worded after Atlassian's pages.
/// </summary>
internal sealed class BitbucketTexts
{
    private readonly bool german;

    private BitbucketTexts(bool german) => this.german = german;

    public static BitbucketTexts English { get; } = new(german: false);

    public static BitbucketTexts German { get; } = new(german: true);

    public string NotPermitted => Say("You are not permitted to access this resource", "Sie sind nicht berechtigt, auf diese Ressource zuzugreifen");

    public string AuthenticationFailed => Say(
        "Authentication failed. Please check your credentials and try again.",
        "Die Anmeldung ist fehlgeschlagen. Bitte prüfen Sie Ihre Anmeldedaten und versuchen Sie es erneut.");

    public string CaptchaRequired => Say(
        "CAPTCHA required. Your Bitbucket account has been marked as requiring a CAPTCHA to be solved before it may be used again.",
        "CAPTCHA erforderlich. Für Ihr Bitbucket-Konto muss ein CAPTCHA gelöst werden, bevor es wieder verwendet werden kann.");

    public string RateLimited => Say("You have exceeded the rate limit.", "Sie haben die Ratenbegrenzung überschritten.");

    public string LicenceLimit => Say("The operation would exceed the licensed number of users.", "Der Vorgang würde die lizenzierte Anzahl der Benutzer überschreiten.");

    public string Outranked => Say(
        "You cannot modify a user or group with a higher permission than your own.",
        "Sie können keinen Benutzer und keine Gruppe mit höherer Berechtigung als Ihrer eigenen bearbeiten.");

    public string OwnRights => Say("This operation would reduce your own permissions.", "Dieser Vorgang würde Ihre eigenen Berechtigungen einschränken.");

    public string OwnAccount => Say("You cannot delete your own account.", "Sie können Ihr eigenes Konto nicht löschen.");

    public string UsernameTaken => Say("This username is already in use.", "Dieser Benutzername wird bereits verwendet.");

    public string GroupTaken => Say("A group with this name already exists.", "Eine Gruppe mit diesem Namen existiert bereits.");

    public string EmailInvalid => Say("The e-mail address is not valid.", "Die E-Mail-Adresse ist ungültig.");

    public string PasswordsDiffer => Say("The passwords do not match.", "Die Passwörter stimmen nicht überein.");

    public string NoMailServer => Say("A mail server is not configured.", "Es ist kein Mailserver konfiguriert.");

    public string UserReadOnly => Say("The user directory of this user is read-only.", "Das Benutzerverzeichnis dieses Benutzers ist schreibgeschützt.");

    public string NoWritableDirectory => Say("No user directory allows this operation.", "Kein Benutzerverzeichnis erlaubt diesen Vorgang.");

    public string GroupReadOnly => Say("The user directory of this group is read-only.", "Das Benutzerverzeichnis dieser Gruppe ist schreibgeschützt.");

    public string NotDeleted => Say("The user has not been deleted.", "Der Benutzer wurde nicht gelöscht.");

    public string Unavailable => Say("Bitbucket is not available.", "Bitbucket ist nicht verfügbar.");

    public string Required(string name) => Say($"{name} is required.", $"{name} ist erforderlich.");

    public string TooLong(string name) => Say($"{name} is too long.", $"{name} ist zu lang.");

    public string NoSuchUser(string name) => Say($"No such user {name}.", $"Der Benutzer {name} existiert nicht.");

    public string NoSuchGroup(string name) => Say($"No such group {name}.", $"Die Gruppe {name} existiert nicht.");

    public string NotMember(string user, string group) => Say($"{user} is not a member of {group}.", $"{user} ist kein Mitglied von {group}.");

    public string AlreadyMember(string user, string group) => Say($"{user} is already a member of {group}.", $"{user} ist bereits Mitglied von {group}.");

    public string NoPermission(string name) => Say($"{name} has no global permission.", $"{name} hat keine globale Berechtigung.");

    public string UnknownPermission(string? name) => Say($"'{name}' is not a global permission.", $"'{name}' ist keine globale Berechtigung.");

    private string Say(string english, string deutsch) => german ? deutsch : english;
}
