// @ts-check
// Who may use which Jira application follows from the job title. The groups are those that give the applications in Jira
// (Administration, Applications, Application access). Set Users.Access to "None" in gateway.json, so that nobody gets the default on top.

/** @type {[title: RegExp, groups: string[]][]} */
const ACCESS = [
  [/\b(developer|engineer|architect)\b/i, ['jira-software-users']],
  [/\b(agent|support)\b/i, ['jira-servicemanagement-users']],
];

const ALL = ACCESS.flatMap(([, groups]) => groups);

/** @type {import('../gateway').Status} */
export const status = [
  { when: 'active eq false', then: 'inactive', removeFrom: ALL },
  ...ACCESS.map(([title, groups]) => ({
    /** @param {import('../gateway').User} user */
    when: user => title.test(user.title ?? ''),
    then: /** @type {const} */ ('active'),
    addTo: groups,
    removeFrom: ALL.filter(group => !groups.includes(group)),
  })),
  { when: 'userName pr', then: 'active', removeFrom: ALL },
];

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'an engineer', given: { userName: 'a@contoso.com', active: true, title: 'Software Engineer' }, expect: { addTo: ['jira-software-users'], removeFrom: ['jira-servicemanagement-users'] } },
  { name: 'support', given: { userName: 'a@contoso.com', active: true, title: 'Support Agent' }, expect: { addTo: ['jira-servicemanagement-users'] } },
  { name: 'anybody else', given: { userName: 'a@contoso.com', active: true, title: 'Buyer' }, expect: { status: 'active', addTo: [], removeFrom: ['jira-software-users', 'jira-servicemanagement-users'] } },
];
