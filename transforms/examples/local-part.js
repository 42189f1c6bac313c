// @ts-check
// The part before the @ of the userName is the app's user name: anna.berg@contoso.com is anna.berg.

/** @type {import('../gateway').Username} */
export const username = { pattern: '(.*)@.*', replacement: '$1', case: 'lower' };

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'an employee', given: { userName: 'Anna.Berg@contoso.com' }, expect: { username: 'anna.berg' } },
  { name: 'no @ at all', given: { userName: 'anna' }, expect: { username: 'anna' } },
];
