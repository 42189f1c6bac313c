// @ts-check
// What Entra's provisioning log shows where Jira refuses: in words that the service desk understands, and with an answer by which
// Entra does the right thing (409 goes to the log as a conflict; 503 is tried again). Jira's own words are always added.

/** @type {import('../gateway').Errors} */
export const errors = [
  { status: 400, message: /e-?mail.*(already|in use|bereits)/i, answer: 409, scimType: 'uniqueness', detail: 'another Jira account has this e-mail address; free it in Jira, then provision on demand' },
  { status: [403, 405], message: /maintenance|read[- ]only/i, answer: 503, detail: 'Jira is being maintained' },
];

/** @type {import('../gateway').Examples<'jira'>} */
export const examples = [
  { name: 'a taken address', given: { answer: { status: 400, message: 'The email address is already in use.' } }, expect: { error: { status: 409, scimType: 'uniqueness' } } },
  { name: 'maintenance', given: { answer: { status: 405, message: 'Jira is in read-only mode.' } }, expect: { error: { status: 503 } } },
  { name: 'any other refusal stays as it is', given: { answer: { status: 400, message: 'The name is too long.' } }, expect: { error: null } },
];
