// @ts-check
// The department decides on a group; who changes the department leaves the groups of the others.

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** @type {Record<string, string>} */
const GROUPS = { 'Research': 'dep-research', 'Sales': 'dep-sales', 'Human Resources': 'dep-hr' };

/** @type {import('../gateway').Status} */
export const status = [
  { when: 'active eq false', then: 'inactive', removeFrom: Object.values(GROUPS) },
  ...Object.entries(GROUPS).map(([department, group]) => ({
    when: `${ENTERPRISE}:department eq ${JSON.stringify(department)}`,
    then: /** @type {const} */ ('active'),
    addTo: [group],
    removeFrom: Object.values(GROUPS).filter(other => other !== group),
  })),
];

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'research', given: { userName: 'a@contoso.com', active: true, [ENTERPRISE]: { department: 'Research' } }, expect: { status: 'active', addTo: ['dep-research'], removeFrom: ['dep-sales', 'dep-hr'] } },
  { name: 'no such department', given: { userName: 'a@contoso.com', active: true, [ENTERPRISE]: { department: 'Canteen' } }, expect: { status: 'active', addTo: [] } },
  { name: 'has left', given: { userName: 'a@contoso.com', active: false, [ENTERPRISE]: { department: 'Research' } }, expect: { status: 'inactive', removeFrom: ['dep-research', 'dep-sales', 'dep-hr'] } },
];
