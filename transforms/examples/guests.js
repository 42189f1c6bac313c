// @ts-check
// Guests of the tenant get a prefix, so that a guest is never taken for an employee of the same name.

/** @type {import('../gateway').Username} */
export const username = [
  // B2B guests arrive as anna_fabrikam.com#EXT#@contoso.onmicrosoft.com, or with the part behind #EXT# taken away.
  { pattern: /(.+)_([^_]+)#EXT#.*/i, replacement: 'ext-$1.$2', case: 'lower' },
  { pattern: '(.*)@contoso[.]com', replacement: '$1', case: 'lower' },
  // Any other domain is a guest, too.
  { pattern: '(.*)@(.*)', replacement: 'ext-$1.$2', case: 'lower' },
];

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'an employee', given: { userName: 'Anna@contoso.com' }, expect: { username: 'anna' } },
  { name: 'a guest', given: { userName: 'anna_fabrikam.com#EXT#@contoso.onmicrosoft.com' }, expect: { username: 'ext-anna.fabrikam.com' } },
  { name: 'a guest by mail', given: { userName: 'anna@fabrikam.com' }, expect: { username: 'ext-anna.fabrikam.com' } },
];
