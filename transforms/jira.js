// @ts-check
// The rules between Entra ID and Jira. Each export is optional: what is not here comes from gateway.json, else from the defaults.
// Save the file and it is in force within a second; if it has a fault, the version before stays and the log says where the fault is.
// "gateway check" tries it without a running gateway. All that can stand here is in docs/transforms.md.

/**
 * The Jira user name. The first pattern that matches the whole userName wins; no match keeps the userName.
 * @type {import('./gateway').Username}
 */
export const username = [
  // Guests: anna_fabrikam.com#EXT#@contoso.onmicrosoft.com becomes anna@fabrikam.com, so that a guest is never taken for an employee.
  { pattern: /(.+)_([^_]+)#EXT#@.+/i, replacement: '$1@$2', case: 'lower' },
  // Everybody else: anna.berg@contoso.com becomes anna.berg.
  { pattern: '(.*)@.*', replacement: '$1', case: 'lower' },
];

/**
 * What fills Jira's fields. Left out, these defaults hold:
 *   displayName    displayName, else name.formatted, else given and family name
 *   emailAddress   the work address, else the primary one, else the first, else the userName when it is an address
 * A field takes a SCIM path ('nickName', 'emails[type eq "work"].value'), a function ((user) => `${user.name.familyName}, ${user.name.givenName}`),
 * or null to leave it alone in Jira.
 * @type {import('./gateway').Attributes<'jira'>}
 */
export const attributes = {};

/**
 * Who gets an account. The first rule that matches decides; without a match Entra's "active" does.
 * @type {import('./gateway').Status}
 */
export const status = [
  { when: 'userName sw "svc-"', then: 'ignore', reason: 'service accounts are looked after by hand' },
];

/**
 * Which groups come over, and what Jira calls them. Left out: all of them, under their own names.
 * For example: { include: 'displayName sw "jira-"', name: { pattern: 'jira-(.*)', replacement: '$1' } }
 * @type {import('./gateway').Groups}
 */
export const groups = {};

/**
 * Checked each time the script is loaded: a script whose examples fail is not taken.
 * @type {import('./gateway').Examples<'jira'>}
 */
export const examples = [
  {
    name: 'an employee',
    given: { userName: 'Anna.Berg@contoso.com', displayName: 'Anna Berg', active: true, emails: [{ type: 'work', value: 'anna.berg@contoso.com' }] },
    expect: { username: 'anna.berg', status: 'active', fields: { displayName: 'Anna Berg', emailAddress: 'anna.berg@contoso.com' } },
  },
  {
    name: 'a guest',
    given: { userName: 'bo_fabrikam.com#EXT#@contoso.onmicrosoft.com', active: true },
    expect: { username: 'bo@fabrikam.com' },
  },
  {
    name: 'a leaver',
    given: { userName: 'cy@contoso.com', active: false },
    expect: { username: 'cy', status: 'inactive' },
  },
];
