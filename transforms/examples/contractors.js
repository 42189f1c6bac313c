// @ts-check
// Contractors join a group of their own and leave the licensed one; who has left is out of both.

/** @type {import('../gateway').Status} */
export const status = [
  { when: 'active eq false', then: 'inactive', removeFrom: ['jira-software-users', 'contractors'] },
  { when: 'userType eq "Contractor" or title co "Contractor"', then: 'active', addTo: ['contractors'], removeFrom: ['jira-software-users'] },
];

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'a contractor', given: { userName: 'a@contoso.com', active: true, userType: 'contractor' }, expect: { status: 'active', addTo: ['contractors'], removeFrom: ['jira-software-users'] } },
  { name: 'by title', given: { userName: 'a@contoso.com', active: true, title: 'Senior Contractor' }, expect: { addTo: ['contractors'] } },
  { name: 'an employee', given: { userName: 'a@contoso.com', active: true, userType: 'Employee' }, expect: { status: 'active', addTo: [] } },
  { name: 'a contractor who has left', given: { userName: 'a@contoso.com', active: false, userType: 'Contractor' }, expect: { status: 'inactive', removeFrom: ['jira-software-users', 'contractors'] } },
];
