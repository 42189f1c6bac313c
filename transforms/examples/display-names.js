// @ts-check
// Family name first, department behind: "Berg, Anna (Research)". A function is not read backwards: Entra keeps seeing what it wrote.

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** @type {import('../gateway').Attributes<'jira'>} */
export const attributes = {
  displayName: user => {
    const { familyName, givenName } = user.name;
    // Nothing to build from: leave the name in Jira alone.
    if (!familyName || !givenName) return null;
    const department = user[ENTERPRISE].department;
    return `${familyName}, ${givenName}${department ? ` (${department})` : ''}`;
  },
  emailAddress: 'emails[type eq "work"].value',
};

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  {
    name: 'all there',
    given: { userName: 'a@contoso.com', name: { givenName: 'Anna', familyName: 'Berg' }, [ENTERPRISE]: { department: 'Research' }, emails: [{ type: 'work', value: 'a@contoso.com' }] },
    expect: { fields: { displayName: 'Berg, Anna (Research)', emailAddress: 'a@contoso.com' } },
  },
  { name: 'no department', given: { userName: 'a@contoso.com', name: { givenName: 'Anna', familyName: 'Berg' } }, expect: { fields: { displayName: 'Berg, Anna', emailAddress: null } } },
  { name: 'one name', given: { userName: 'a@contoso.com', name: { givenName: 'Anna' } }, expect: { fields: { displayName: null } } },
];
