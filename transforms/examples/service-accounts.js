// @ts-check
// Service accounts, meeting rooms and test users get no account; Entra shows the reason in its provisioning log.

/** @type {import('../gateway').Status} */
export const status = [
  { when: 'userName sw "svc-" or userName sw "sa-"', then: 'reject', reason: 'service accounts are kept by hand' },
  { when: 'userType eq "Room" or userType eq "Equipment"', then: 'reject', reason: 'rooms and equipment have no accounts' },
  // An account that exists is left as it is: neither changed nor switched off.
  { when: user => /^test\d*@/i.test(user.userName), then: 'ignore' },
];

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'a service account', given: { userName: 'svc-backup@contoso.com', active: true }, expect: { status: 'reject', reason: 'service accounts are kept by hand' } },
  { name: 'a room', given: { userName: 'room4@contoso.com', active: true, userType: 'Room' }, expect: { status: 'reject' } },
  { name: 'a test user', given: { userName: 'Test12@contoso.com', active: true }, expect: { status: 'ignore' } },
  { name: 'an employee', given: { userName: 'testa@contoso.com', active: true }, expect: { status: 'active' } },
];
