namespace Gateway.Sandbox.Jira;

/// <summary>
/// Jira's messages in the language of the calling account. Statuses and names of fields never change with it.
/// English wording as far as it is known from Atlassian's pages and open clients; the German follows it.
/// </summary>
internal sealed class JiraTexts
{
    private readonly bool german;

    private JiraTexts(bool german) => this.german = german;

    public static JiraTexts English { get; } = new(german: false);

    public static JiraTexts German { get; } = new(german: true);

    /// <summary>A key that Jira never translated.</summary>
    public static string NothingToChange => "error.no.value.found.to.be.changed";

    public string NotAuthenticated => Say(
        "You are not authenticated. Authentication required to perform this operation.",
        "Sie sind nicht authentifiziert. Für diesen Vorgang ist eine Authentifizierung erforderlich.");

    public string NotAdministrator => Say(
        "You are not authorized to perform this operation. Administrator privileges are required.",
        "Sie sind nicht berechtigt, diesen Vorgang durchzuführen. Administratorrechte sind erforderlich.");

    public string ProtectedAdministrator => Say(
        "As a user with JIRA Administrators permission, you cannot edit users with JIRA System Administrators permission.",
        "Als Benutzer mit der Berechtigung \"JIRA-Administratoren\" können Sie keine Benutzer mit der Berechtigung \"JIRA-Systemadministratoren\" bearbeiten.");

    public string NameOrKeyRequired => Say(
        "Either the 'username' or the 'key' query parameters need to be provided",
        "Entweder der Abfrageparameter 'username' oder 'key' muss angegeben werden");

    public string UsernameRequired => Say("You must specify a username.", "Sie müssen einen Benutzernamen angeben.");

    public string UsernameExists => Say("A user with that username already exists.", "Ein Benutzer mit diesem Benutzernamen existiert bereits.");

    public string UsernameBlanks => Say(
        "The username must not contain leading or trailing spaces.",
        "Der Benutzername darf keine Leerzeichen am Anfang oder Ende enthalten.");

    public string UsernameTooLong => Say(
        "The username must not exceed 255 characters in length.",
        "Der Benutzername darf nicht länger als 255 Zeichen sein.");

    public string UsernameCharacters => Say(
        "The username must not contain '<', '>' or '&'.",
        "Der Benutzername darf weder '<', '>' noch '&' enthalten.");

    public string EmailRequired => Say("You must specify an email address.", "Sie müssen eine E-Mail-Adresse angeben.");

    public string EmailInvalid => Say("You must specify a valid email address.", "Sie müssen eine gültige E-Mail-Adresse angeben.");

    public string EmailTooLong => Say(
        "The email address must not exceed 255 characters in length.",
        "Die E-Mail-Adresse darf nicht länger als 255 Zeichen sein.");

    public string DisplayNameRequired => Say("You must specify a full name.", "Sie müssen einen vollständigen Namen angeben.");

    public string DisplayNameTooLong => Say(
        "The full name must not exceed 255 characters in length.",
        "Der vollständige Name darf nicht länger als 255 Zeichen sein.");

    public string PasswordRequired => Say("You must specify a password.", "Sie müssen ein Passwort angeben.");

    public string PasswordTooShort(int characters) => Say(
        $"The password must have at least {characters} characters.",
        $"Das Passwort muss mindestens {characters} Zeichen lang sein.");

    public string CannotAddUserReadOnly => Say(
        "Cannot add user, all the user directories are read-only.",
        "Der Benutzer kann nicht hinzugefügt werden, da alle Benutzerverzeichnisse schreibgeschützt sind.");

    public string CannotEditUserReadOnly => Say(
        "Cannot edit user, the user directory is read-only.",
        "Der Benutzer kann nicht bearbeitet werden, da das Benutzerverzeichnis schreibgeschützt ist.");

    public string CannotDeleteUserReadOnly => Say(
        "Cannot delete user, the user directory is read-only.",
        "Der Benutzer kann nicht gelöscht werden, da das Benutzerverzeichnis schreibgeschützt ist.");

    public string CannotEditGroupsReadOnly => Say(
        "Cannot edit group memberships, the user directory is read-only.",
        "Die Gruppenmitgliedschaften können nicht bearbeitet werden, da das Benutzerverzeichnis schreibgeschützt ist.");

    public string RenameUnsupported => Say(
        "This user can not be renamed because that operation is unsupported by the underlying user directory or JIRA is acting as a Crowd Server.",
        "Dieser Benutzer kann nicht umbenannt werden, da dieser Vorgang vom zugrunde liegenden Benutzerverzeichnis nicht unterstützt wird oder JIRA als Crowd-Server agiert.");

    public string CannotDeactivateSelf => Say(
        "You cannot deactivate the currently logged in user.",
        "Sie können den derzeit angemeldeten Benutzer nicht deaktivieren.");

    public string CannotDeleteSelf => Say(
        "You cannot delete the currently logged in user.",
        "Sie können den derzeit angemeldeten Benutzer nicht löschen.");

    public string GroupNameRequired => Say("Group name can not be empty.", "Der Gruppenname darf nicht leer sein.");

    public string GroupNameInvalid => Say(
        "The group name must not have leading or trailing spaces nor exceed 255 characters.",
        "Der Gruppenname darf weder mit Leerzeichen beginnen oder enden noch länger als 255 Zeichen sein.");

    public string GroupExists => Say(
        "A group or user with this name already exists.",
        "Es existiert bereits eine Gruppe oder ein Benutzer mit diesem Namen.");

    public string LastAdministratorsGroup => Say(
        "You cannot delete a group that grants you system administration privileges if no other group exists that also grants you system administration privileges.",
        "Sie können keine Gruppe löschen, die Ihnen Systemadministratorrechte verleiht, wenn keine andere Gruppe Ihnen diese Rechte verleiht.");

    public string SwapGroupRequired => Say(
        "You must specify a group to move comments and worklogs to.",
        "Sie müssen eine Gruppe angeben, in die Kommentare und Arbeitsprotokolle verschoben werden.");

    public string ApplicationRequired => Say("Application key is required.", "Der Anwendungsschlüssel ist erforderlich.");

    public string NotClustered => Say("The instance is not clustered.", "Die Instanz ist nicht geclustert.");

    public string UserNotNamed(string name) => Say($"The user named '{name}' does not exist", $"Der Benutzer mit dem Namen '{name}' existiert nicht");

    public string UserKeyUnknown(string key) => Say($"The user with the key '{key}' does not exist", $"Der Benutzer mit dem Schlüssel '{key}' existiert nicht");

    public string GroupUnknown(string name) => Say($"The group named '{name}' does not exist", $"Die Gruppe mit dem Namen '{name}' existiert nicht");

    public string CannotAddUnknown(string name) => Say(
        $"Cannot add user. '{name}' does not exist",
        $"Der Benutzer kann nicht hinzugefügt werden. '{name}' existiert nicht");

    public string AlreadyMember(string name, string group) => Say(
        $"Cannot add user '{name}', user is already a member of '{group}'",
        $"Der Benutzer '{name}' kann nicht hinzugefügt werden, da er bereits Mitglied von '{group}' ist");

    public string CannotRemoveUnknown(string name) => Say($"User '{name}' does not exist", $"Der Benutzer '{name}' existiert nicht");

    public string NotMember(string name, string group) => Say(
        $"Cannot remove user '{name}' from group '{group}' since user is not a member of '{group}'",
        $"Der Benutzer '{name}' kann nicht aus der Gruppe '{group}' entfernt werden, da er kein Mitglied von '{group}' ist");

    public string ExternalManagement(bool memberships) => memberships
        ? Say(
            "Cannot edit group memberships, as external user management is enabled, please contact your JIRA administrators.",
            "Die Gruppenmitgliedschaften können nicht bearbeitet werden, da die externe Benutzerverwaltung aktiviert ist. Wenden Sie sich an Ihre JIRA-Administratoren.")
        : Say(
            "Cannot edit users, as external user management is enabled, please contact your JIRA administrators.",
            "Benutzer können nicht bearbeitet werden, da die externe Benutzerverwaltung aktiviert ist. Wenden Sie sich an Ihre JIRA-Administratoren.");

    public string LeadsProjects(string keys) => Say(
        $"Cannot deactivate user because they are currently the lead of these projects: {keys}",
        $"Der Benutzer kann nicht deaktiviert werden, da er derzeit Leiter dieser Projekte ist: {keys}");

    public string LeadsComponents(string names) => Say(
        $"Cannot deactivate user because they are currently the lead of these components: {names}",
        $"Der Benutzer kann nicht deaktiviert werden, da er derzeit Leiter dieser Komponenten ist: {names}");

    public string CannotDeleteUsed(string name) => Say(
        $"Cannot delete user '{name}' because they have reported or are assigned to issues, or are the lead of projects or components.",
        $"Der Benutzer '{name}' kann nicht gelöscht werden, da er Vorgänge erstellt hat, ihm Vorgänge zugewiesen sind oder er Projekte oder Komponenten leitet.");

    public string NoSeat(string application) => Say(
        $"You cannot grant access to {application}: all licensed seats are in use.",
        $"Der Zugriff auf {application} kann nicht gewährt werden: Alle lizenzierten Plätze sind belegt.");

    public string ApplicationUnknown(string key) => Say(
        $"No application with the key '{key}' is installed.",
        $"Es ist keine Anwendung mit dem Schlüssel '{key}' installiert.");

    public string ProjectUnknown(string key) => Say(
        $"No project could be found with key '{key}'.",
        $"Es wurde kein Projekt mit dem Schlüssel '{key}' gefunden.");

    public string ComponentUnknown(string id) => Say(
        $"The component with id {id} does not exist.",
        $"Die Komponente mit der ID {id} existiert nicht.");

    public string PropertyUnknown(string key) => Say(
        $"The property '{key}' does not exist.",
        $"Die Eigenschaft '{key}' existiert nicht.");

    public string LeadUnknown(string name) => Say(
        $"The user '{name}' does not exist or is inactive.",
        $"Der Benutzer '{name}' existiert nicht oder ist inaktiv.");

    public string PropertyTooLong(int bytes) => Say(
        $"The property value is longer than {bytes} bytes.",
        $"Der Wert der Eigenschaft ist länger als {bytes} Byte.");

    public string MatchingGroups(int shown, int total) => Say(
        $"Showing {shown} of {total} matching groups",
        $"{shown} von {total} übereinstimmenden Gruppen werden angezeigt");

    public string AdminLabel => Say("Admin", "Administrator");

    public string AdminLabelTitle => Say(
        "Users in this group have administrator access",
        "Benutzer in dieser Gruppe haben Administratorzugriff");

    private string Say(string english, string inGerman) => german ? inGerman : english;
}
