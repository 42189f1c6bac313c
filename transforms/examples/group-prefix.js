// @ts-check
// Only groups that are meant for Jira are provisioned, without the prefix that they have in Entra: "aad-jira-developers" is "developers".

/** @type {import('../gateway').Groups} */
export const groups = {
  include: 'displayName sw "aad-jira-"',
  name: { pattern: 'aad-jira-(.*)', replacement: '$1', case: 'lower' },
};

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'a group for Jira', given: { displayName: 'aad-jira-Developers' }, expect: { group: 'developers' } },
  { name: 'any other group', given: { displayName: 'All Employees' }, expect: { group: null } },
];
