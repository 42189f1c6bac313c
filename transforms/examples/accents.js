// @ts-check
// User names of plain letters: åsa.öström@contoso.com is asa.ostrom. The name that people see keeps its accents.

import { withoutAccents } from './lib/names.js';

/** @type {import('../gateway').Username} */
export const username = user => withoutAccents(user.userName.split('@')[0]).toLowerCase().replace(/[^a-z0-9._-]/g, '');

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'Swedish', given: { userName: 'Åsa.Öström@contoso.com', displayName: 'Åsa Öström' }, expect: { username: 'asa.ostrom', fields: { displayName: 'Åsa Öström' } } },
  { name: 'German', given: { userName: 'jürgen.strauß@contoso.com' }, expect: { username: 'jurgen.strauss' } },
  { name: 'Polish', given: { userName: 'Łukasz.Żak@contoso.com' }, expect: { username: 'lukasz.zak' } },
  { name: "an apostrophe goes", given: { userName: "sean.o'brien@contoso.com" }, expect: { username: 'sean.obrien' } },
];
