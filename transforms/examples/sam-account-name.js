// @ts-check
// The app's user name is the on-premises account name, which Entra sends in an extension of its own (map onPremisesSamAccountName to
// urn:ietf:params:scim:schemas:extension:contoso:2.0:User:samAccountName). Without one the part before the @ counts.
// With a function, accounts that are not linked yet are found when they are created, not when they are looked for.

const CONTOSO = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';

/** @type {import('../gateway').Username} */
export const username = user => {
  const own = /** @type {{ samAccountName?: string } | undefined} */ (user[CONTOSO]);
  return (own?.samAccountName ?? user.userName.split('@')[0]).toLowerCase();
};

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'with an account name', given: { userName: 'anna.berg@contoso.com', [CONTOSO]: { samAccountName: 'ABERG' } }, expect: { username: 'aberg' } },
  { name: 'without', given: { userName: 'Anna.Berg@contoso.com' }, expect: { username: 'anna.berg' } },
];
