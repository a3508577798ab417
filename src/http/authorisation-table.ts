import type { Role } from '../practice/policy.ts';

/** What a parameter of a route, or a field of its body, points at. */
export type IdKind =
  | 'practice'
  | 'patient'
  | 'visit'
  | 'passing_patient'
  | 'household_member'
  | 'detail'
  | 'note'
  | 'way'
  | 'authorisation'
  | 'act'
  | 'outcome'
  | 'staff_member'
  | 'service'
  | 'touchpoint'
  | 'invitation'
  | 'possible_match'
  | 'merge'
  | 'upload'
  | 'import'
  | 'deed'
  | 'location'
  | 'passkey'
  | 'session'
  | 'device'
  | 'setting_change'
  | 'preferences_link'
  | 'unsubscribe_link'
  | 'visit_link'
  | 'question_link'
  | 'public_practice'
  | 'inbound'
  | 'promise'
  | 'message'
  | 'mailbox_message'
  | 'template';

/** One reviewed row of the matrix. Written apart from practice/policy.ts, so that a slip in either shows. */
export interface RouteRow {
  /**
   * `page` is no operation: it answers everybody alike and knows no data. `link` is a page for patients: the token in its
   * path is the right, whoever holds it; see patient-pages/purposes.http.test.ts.
   */
  readonly may: readonly Role[] | 'signed_in' | 'public' | 'page' | 'link';
  /** Outermost first: a detail belongs to its patient. */
  readonly ids?: Readonly<Record<string, IdKind>>;
  readonly query?: string;
  readonly body?: (ids: Readonly<Record<string, string>>) => unknown;
  /** Of the body, where it is not JSON. */
  readonly contentType?: string;
  /** Of the reply, where it is not JSON. */
  readonly replyType?: 'text/csv' | 'text/event-stream';
  /** Of a valid call; 200 where it is not said. */
  readonly status?: number;
  /** How much the session must be worth; see kit/contract.ts. */
  readonly session?: 'pending' | 'full' | 'fresh' | 'enrol';
  /** Attempts are counted by account: the matrix, which makes hundreds, begins anew with each. */
  readonly counted?: true;
  /** What must be there of the caller. */
  readonly needs?: 'pin';
  /** The audit events that a valid call leaves; one where it is not said. */
  readonly events?: number;
}

// A grey square of 16 pixels, PNG.
const aSquare =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR4nGPoQAMMI1sAAEVIiAEe0X0EAAAAAElFTkSuQmCC';

const desk = ['front_desk', 'clinician', 'manager', 'experience_lead'] as const;
const everyone = [...desk, 'billing', 'admin', 'integrator'] as const;
const intake = ['manager', 'admin', 'integrator'] as const;
const key = () => ({ clientKey: crypto.randomUUID() });
/** As a page without JavaScript sends it. */
const form = (text: string) => ({ body: () => text, contentType: 'application/x-www-form-urlencoded' });
export const rightPassword = 'four calm otters reading';

// Of the right form, and proves nothing.
const passkey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
};

const aNewsletter = {
  title: { en: 'Newsletter' },
  trigger: 'on_date',
  params: { on: '03-01' },
  channel: 'post',
  purpose: 'marketing',
  ownerRole: 'front_desk',
  minutes: 1,
  share: 'coming',
  script: { en: 'We open on Saturdays.' },
};

const aTemplateBody = {
  title: { en: 'A reminder' },
  legalClass: 'treatment',
  thirdPartyPaid: false,
  paper: 'letter',
  words: { en: { subject: 'Hello', preheader: '', email: 'Hello {patient}', text: '', post: '' } },
};

/** Who may do what with whose: a row a route, by hand. A route without a row, or a row without a route, fails. */
export const authorisationTable: Readonly<Record<string, RouteRow>> = {
  'GET /api/inbound': { may: desk },
  'GET /api/inbound/rates': { may: desk },
  'POST /api/inbound': {
    may: desk,
    ids: { patientId: 'patient' },
    body: ({ patientId }) => ({ ...key(), kind: 'question', patientId, needs: 'May I eat before?' }),
  },
  'PUT /api/inbound/:inboundId/owner': {
    may: desk,
    ids: { inboundId: 'inbound' },
    body: () => ({ mine: true }),
  },
  'POST /api/inbound/:inboundId/answer': {
    may: desk,
    ids: { inboundId: 'inbound' },
    body: () => ({ outcome: 'answered' }),
  },
  'POST /api/patients/:patientId/page-links': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({ purpose: 'preferences' }),
  },
  'POST /api/patients/:patientId/page-links/end': { may: desk, ids: { patientId: 'patient' } },
  'GET /api/promises': { may: desk },
  'GET /api/promises/rates': { may: desk },
  'POST /api/promises/:promiseId/settlement': {
    may: desk,
    ids: { promiseId: 'promise' },
    body: () => ({ as: 'broken', why: 'the lab was late' }),
  },
  'GET /p/preferences/:token': { may: 'link', ids: { token: 'preferences_link' } },
  'POST /p/preferences/:token': {
    may: 'link',
    ids: { token: 'preferences_link' },
    ...form('channel=text&do=save'),
  },
  'GET /p/unsubscribe/:token': { may: 'link', ids: { token: 'unsubscribe_link' } },
  'POST /p/unsubscribe/:token': {
    may: 'link',
    ids: { token: 'unsubscribe_link' },
    ...form('List-Unsubscribe=One-Click'),
  },
  'GET /p/question/:token': { may: 'link', ids: { token: 'question_link' } },
  'POST /p/question/:token': {
    may: 'link',
    ids: { token: 'question_link' },
    ...form('words=May+I+eat%3F&do=ask'),
  },
  'GET /p/visit/:token': { may: 'link', ids: { token: 'visit_link' } },
  'POST /p/visit/:token': {
    may: 'link',
    ids: { token: 'visit_link' },
    ...form('matters=no+surprises&worry=3&do=wish'),
  },
  'GET /p/enquiry/:publicId': { may: 'link', ids: { publicId: 'public_practice' } },
  'POST /p/enquiry/:publicId': {
    may: 'link',
    ids: { publicId: 'public_practice' },
    ...form('needs=A+check&given=Ann&phone=202-555-0163&do=ask'),
  },
  'GET /p/*': { may: 'page', status: 404 },
  'GET /api': { may: 'page' },
  'GET /api/openapi.json': { may: 'page' },
  'GET /api/health': { may: 'public', events: 0 },
  'POST /api/first-run': {
    may: 'public',
    body: () => ({
      token: 'x'.repeat(43),
      displayName: 'Eve',
      email: 'eve@example.org',
      password: rightPassword,
    }),
    status: 410,
    events: 0,
  },
  'POST /api/sign-in': {
    may: 'public',
    body: () => ({ email: 'known@example.org', password: rightPassword }),
  },
  'POST /api/invitations/accept': {
    may: 'public',
    ids: { token: 'invitation' },
    body: ({ token }) => ({ token, password: rightPassword }),
  },
  'POST /api/sign-in/passkey-options': { may: 'public', events: 0 },
  'POST /api/sign-in/passkey': { may: 'public', body: () => ({ response: passkey }), status: 401, events: 0 },
  'GET /api/desk': { may: 'public', events: 0 },
  'POST /api/desk/switch': {
    may: 'public',
    body: () => ({ staffMemberId: crypto.randomUUID(), pin: '482915' }),
    status: 404,
    events: 0,
  },
  'GET /api/session': { may: 'signed_in', session: 'pending' },
  'POST /api/session/proof': {
    may: 'signed_in',
    session: 'pending',
    body: () => ({ kind: 'code', code: '000000' }),
    status: 401,
    counted: true,
  },
  'POST /api/session/proof-options': { may: 'signed_in', session: 'pending' },
  'GET /api/me/sign-in': { may: 'signed_in', session: 'full' },
  'POST /api/me/authenticator-app': { may: 'signed_in', session: 'enrol' },
  'POST /api/me/authenticator-app/confirmation': {
    may: 'signed_in',
    session: 'enrol',
    body: () => ({ code: '000000' }),
    status: 401,
    counted: true,
  },
  // Nobody of the matrix has one.
  'DELETE /api/me/authenticator-app': { may: 'signed_in', session: 'fresh', status: 404 },
  'POST /api/me/passkey-options': { may: 'signed_in', session: 'enrol' },
  'POST /api/me/passkeys': {
    may: 'signed_in',
    session: 'enrol',
    body: () => ({
      name: 'phone',
      response: { ...passkey, response: { ...passkey.response, attestationObject: 'AAAA' } },
    }),
    status: 401,
  },
  'DELETE /api/me/passkeys/:passkeyId': {
    may: 'signed_in',
    session: 'fresh',
    ids: { passkeyId: 'passkey' },
  },
  'POST /api/me/recovery-codes': { may: 'signed_in', session: 'fresh' },
  'PUT /api/me/pin': { may: 'signed_in', session: 'fresh', body: () => ({ pin: '482915' }) },
  'DELETE /api/me/pin': { may: 'signed_in', session: 'full', needs: 'pin' },
  'DELETE /api/me/sessions/:sessionId': { may: 'signed_in', session: 'full', ids: { sessionId: 'session' } },
  'POST /api/staff/:staffMemberId/factor-reset': {
    may: ['admin'],
    session: 'fresh',
    ids: { staffMemberId: 'staff_member' },
  },
  'GET /api/shared-devices': { may: ['manager', 'admin'] },
  'POST /api/shared-devices': { may: ['manager', 'admin'], session: 'fresh', body: () => ({ name: 'Desk' }) },
  'DELETE /api/shared-devices/:deviceId': {
    may: ['manager', 'admin'],
    session: 'full',
    ids: { deviceId: 'device' },
  },
  'PATCH /api/practice': { may: ['manager', 'admin'], session: 'full', body: () => ({ idleMinutes: 12 }) },
  'POST /api/locations': {
    may: ['manager', 'admin'],
    session: 'full',
    body: () => ({ name: 'Main Street', zone: 'America/New_York', phone: null, address: [] }),
  },
  'PATCH /api/locations/:locationId': {
    may: ['manager', 'admin'],
    session: 'full',
    ids: { locationId: 'location' },
    body: () => ({ phone: '555 0100' }),
  },
  'GET /api/settings/changes': { may: everyone },
  'POST /api/settings/changes/:changeId/undo': {
    may: ['manager', 'admin'],
    session: 'full',
    ids: { changeId: 'setting_change' },
  },
  'POST /api/sign-out': { may: 'signed_in', session: 'pending' },
  'POST /api/sign-out-everywhere': { may: 'signed_in', session: 'full' },
  'POST /api/session/practice': {
    may: 'signed_in',
    session: 'full',
    ids: { slug: 'practice' },
    body: ({ slug }) => ({ slug }),
    // The switch, and the arrival in the practice that was chosen.
    events: 2,
  },
  'GET /api/staff': { may: everyone },
  'GET /api/staff/:staffMemberId/photo': { may: everyone, ids: { staffMemberId: 'staff_member' } },
  'PUT /api/staff/:staffMemberId/photo': {
    may: ['manager', 'admin'],
    ids: { staffMemberId: 'staff_member' },
    body: () => ({ photo: aSquare }),
  },
  'POST /api/staff/invitations': {
    may: ['admin'],
    body: () => ({ email: `${crypto.randomUUID()}@example.org`, displayName: 'Noor', roles: ['billing'] }),
  },
  'PATCH /api/staff/:staffMemberId': {
    may: ['admin'],
    session: 'fresh',
    ids: { staffMemberId: 'staff_member' },
    body: () => ({ roles: ['billing'] }),
  },
  'GET /api/practice': { may: everyone },
  'POST /api/practices': {
    may: ['admin'],
    session: 'full',
    body: () => ({ name: 'North Clinic', country: 'US', zone: 'America/New_York', languages: ['en'] }),
  },
  'POST /api/welcome': { may: 'signed_in', session: 'full', body: () => ({ way: 'look' }) },
  'GET /api/capabilities': { may: intake },
  'GET /api/progress': { may: desk },
  'GET /api/patients/:patientId/question': { may: desk, ids: { patientId: 'patient' } },
  'POST /api/patients/:patientId/answers': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({ question: 'matters', answer: 'a quiet corner' }),
  },
  'PATCH /api/services/:serviceId': {
    may: ['manager', 'admin'],
    ids: { serviceId: 'service' },
    body: () => ({ minutes: 40 }),
  },
  'GET /api/patients': { may: [...desk, 'billing'] },
  'POST /api/patients/search': { may: [...desk, 'billing'], body: () => ({ text: 'okafor' }) },
  'GET /api/patients/:patientId': { may: [...desk, 'billing'], ids: { patientId: 'patient' } },
  'POST /api/patients/:patientId/details': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({
      words: 'likes tea',
      kind: 'likes',
      sharing: 'say',
      source: 'visit',
      toldOn: '2026-03-02',
    }),
  },
  'DELETE /api/patients/:patientId/details/:detailId': {
    may: desk,
    ids: { patientId: 'patient', detailId: 'detail' },
  },
  'POST /api/patients/:patientId/consents': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient' },
    body: () => ({ purpose: 'care', channel: 'call', granted: true }),
  },
  'POST /api/patients/:patientId/status': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({ status: 'active' }),
  },
  'POST /api/patients/:patientId/erase': {
    may: ['manager', 'admin'],
    ids: { patientId: 'passing_patient' },
    session: 'fresh',
    body: () => ({ word: 'ERASE' }),
  },
  'POST /api/patients/:patientId/promises': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({ words: 'call back', dueOn: '2026-03-09', source: 'call' }),
  },
  'POST /api/patients/:patientId/notes': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({ words: 'asked about parking', sensitivity: 'team' }),
  },
  'PATCH /api/patients/:patientId/notes/:noteId': {
    may: desk,
    ids: { patientId: 'patient', noteId: 'note' },
    body: () => ({ words: 'asked about parking' }),
  },
  'DELETE /api/patients/:patientId/notes/:noteId': {
    may: desk,
    ids: { patientId: 'patient', noteId: 'note' },
  },
  'POST /api/patients/:patientId/ways/:wayId/wrong': {
    may: desk,
    ids: { patientId: 'patient', wayId: 'way' },
    body: () => ({ wrong: true }),
  },
  'PUT /api/patients/:patientId/ways/:wayId/wish': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient', wayId: 'way' },
    body: () => ({ confidentialOnly: false, neverVoicemail: true }),
  },
  'POST /api/patients/:patientId/plain-mail': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient' },
    body: () => ({ version: 'email-1-en', method: 'in_person' }),
  },
  'PUT /api/patients/:patientId/envelope': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient' },
    body: () => ({ name: 'A. Friend', nameless: true, address: '' }),
  },
  'GET /api/patients/:patientId/authorisations': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient' },
  },
  'POST /api/patients/:patientId/authorisations': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient' },
    body: () => ({
      discloses: 'name and address',
      usedBy: 'the practice',
      sentTo: 'the patient',
      purpose: 'a seminar',
      paidBy: '',
      coversPayment: false,
      representative: '',
      relation: '',
      signedOn: '2026-02-01',
      expiresOn: '2027-02-01',
      endsWhen: '',
      saysRevocable: true,
      saysUnconditional: true,
      saysPassedOn: true,
    }),
  },
  'POST /api/patients/:patientId/authorisations/:authorisationId/revoke': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient', authorisationId: 'authorisation' },
  },
  'POST /api/patients/:patientId/authorisations/:authorisationId/happened': {
    may: ['front_desk', 'manager', 'experience_lead'],
    ids: { patientId: 'patient', authorisationId: 'authorisation' },
  },
  'POST /api/patients/:patientId/household': {
    may: desk,
    ids: { patientId: 'patient', other: 'passing_patient' },
    body: ({ other }) => ({ patientId: other }),
  },
  'DELETE /api/patients/:patientId/household': { may: desk, ids: { patientId: 'household_member' } },
  'GET /api/patients/:patientId/timeline': { may: [...desk, 'billing'], ids: { patientId: 'patient' } },
  'GET /api/patients/:patientId/origins': { may: [...desk, 'billing'], ids: { patientId: 'patient' } },
  'GET /api/patients/:patientId/seen-by': { may: ['manager', 'admin'], ids: { patientId: 'patient' } },
  'POST /api/patients/:patientId/acts': {
    may: desk,
    ids: { patientId: 'patient' },
    body: () => ({
      reason: 'asked for a call',
      channel: 'call',
      minutes: 5,
      ownerRole: 'front_desk',
      assignedTo: null,
      day: '2026-03-02',
    }),
  },
  'GET /api/possible-matches': { may: desk },
  'POST /api/possible-matches/:matchId/decision': {
    may: ['front_desk', 'manager'],
    ids: { matchId: 'possible_match' },
    body: () => ({ verdict: 'same' }),
  },
  'GET /api/merges': { may: desk },
  'POST /api/merges/:mergeId/undo': { may: ['front_desk', 'manager'], ids: { mergeId: 'merge' } },
  'POST /api/uploads': {
    may: intake,
    contentType: 'multipart/form-data; boundary=edge',
    body: () =>
      '--edge\r\ncontent-disposition: form-data; name="files"; filename="a.csv"\r\n\r\nChart No;Surname\r\n--edge--\r\n',
  },
  'GET /api/uploads': { may: intake },
  'GET /api/uploads/:uploadId': { may: intake, ids: { uploadId: 'upload' } },
  'DELETE /api/uploads/:uploadId': { may: intake, ids: { uploadId: 'upload' } },
  'POST /api/uploads/:uploadId/look': {
    may: intake,
    ids: { uploadId: 'upload' },
    body: () => ({ mapping: { columns: {}, statuses: {} } }),
  },
  'POST /api/uploads/:uploadId/check': { may: intake, ids: { uploadId: 'upload' } },
  // Nothing is imported that was not checked.
  'POST /api/uploads/:uploadId/import': { may: intake, ids: { uploadId: 'upload' }, status: 409 },
  'POST /api/uploads/:uploadId/stop': { may: intake, ids: { uploadId: 'upload' } },
  // Nothing was refused yet.
  'GET /api/uploads/:uploadId/refusals': {
    may: intake,
    ids: { uploadId: 'upload' },
    status: 404,
    replyType: 'text/csv',
  },
  'GET /api/imports': { may: intake },
  'GET /api/imports/:importId/undo': { may: intake, ids: { importId: 'import' } },
  'POST /api/imports/:importId/undo': { may: intake, ids: { importId: 'import' } },
  'GET /api/imports/:importId': { may: intake, ids: { importId: 'import' } },
  'GET /api/imports/:importId/refusals': {
    may: intake,
    ids: { importId: 'import' },
    replyType: 'text/csv',
  },
  'GET /api/today': { may: desk },
  'GET /api/today/held': { may: desk },
  'GET /api/today/calls': { may: desk },
  'GET /api/today/one': { may: desk, query: '?minutes=30' },
  'GET /api/today/done': { may: desk },
  'GET /api/acts/:actId': { may: desk, ids: { actId: 'act' } },
  'POST /api/acts/:actId/outcomes': {
    may: desk,
    ids: { actId: 'act' },
    body: () => ({ outcome: 'done', ...key() }),
  },
  'POST /api/outcomes/:outcomeId/undo': { may: desk, ids: { outcomeId: 'outcome' }, body: key },
  // Open already.
  'POST /api/acts/:actId/reopen': { may: desk, ids: { actId: 'act' } },
  'PUT /api/acts/:actId/owner': {
    may: desk,
    ids: { actId: 'act', staffMemberId: 'staff_member' },
    body: ({ staffMemberId }) => ({ staffMemberId }),
  },
  'PUT /api/acts/:actId/words': {
    may: desk,
    ids: { actId: 'act' },
    body: () => ({ language: 'en', words: 'Hello again' }),
  },
  'POST /api/acts/:actId/presence': {
    may: desk,
    ids: { actId: 'act' },
    body: () => ({ desk: crypto.randomUUID(), here: true }),
    events: 0,
  },
  'GET /api/events': { may: everyone, replyType: 'text/event-stream' },
  'GET /api/deeds': { may: desk },
  'POST /api/deeds/:deedId/undo': { may: desk, ids: { deedId: 'deed' } },
  'GET /api/plan': { may: [...desk, 'admin'] },
  'PUT /api/visits/:visitId/talked-about': {
    may: desk,
    ids: { visitId: 'visit' },
    body: () => ({ talked: true }),
  },
  'POST /api/visits/:visitId/leaving': {
    may: desk,
    ids: { visitId: 'visit' },
    body: () => ({ seenTo: [], heard: 'goes to the coast in May', ...key() }),
  },
  'GET /api/plan/leaving-items': { may: [...desk, 'admin'] },
  'PUT /api/plan/leaving-items': {
    may: ['manager'],
    body: () => ({
      items: [{ code: 'questions', words: { en: 'Questions answered' }, applies: 'always', enabled: true }],
    }),
  },
  'PUT /api/huddle/my-cards': { may: desk, body: () => ({ writes: true }) },
  'PATCH /api/touchpoints/:touchpointId': {
    may: ['manager'],
    ids: { touchpointId: 'touchpoint' },
    body: () => ({ minutes: 6 }),
  },
  'PUT /api/plan': { may: ['manager'], body: () => ({ statement: { mission: 'We take time' } }) },
  'GET /api/plan/load': { may: [...desk, 'admin'] },
  'GET /api/plan/evidence': { may: [...desk, 'admin'] },
  'POST /api/plan/preview': {
    may: ['manager'],
    body: () => ({ capacity: [{ role: 'front_desk', weekday: 1, minutes: 90 }] }),
  },
  'POST /api/plan/news/reach': {
    may: ['manager'],
    body: () => ({ touchpoints: [{ code: 'newsletter', ...aNewsletter }] }),
  },
  'GET /api/plan/versions': { may: [...desk, 'admin'] },
  'POST /api/plan/restore': { may: ['manager'], body: () => ({ version: 1 }) },
  'POST /api/plan/starter': { may: ['manager'] },
  'PUT /api/plan/shares': { may: ['manager'], body: () => ({ shares: [{ code: 'coming', percent: 30 }] }) },
  'PUT /api/plan/capacity': {
    may: ['manager'],
    body: () => ({ capacity: [{ role: 'front_desk', weekday: 1, minutes: 90 }] }),
  },
  'GET /api/outbox': { may: ['front_desk', 'manager', 'experience_lead', 'admin'], query: '?view=asks' },
  'GET /api/messages/:messageId': {
    may: ['front_desk', 'manager', 'experience_lead', 'admin'],
    ids: { messageId: 'message' },
  },
  'POST /api/messages/:messageId/decision': {
    may: ['manager'],
    ids: { messageId: 'message' },
    body: () => ({ decision: 'drop' }),
  },
  'POST /api/messages/:messageId/link': {
    may: ['front_desk', 'manager', 'experience_lead', 'admin'],
    ids: { messageId: 'mailbox_message' },
    body: () => ({ field: 'preferences_link' }),
  },
  'POST /api/outbox/mail': {
    may: ['front_desk', 'manager'],
    // About no message of ours: whoever may is told so.
    status: 422,
    body: () => ({ mail: 'Subject: nothing of ours' }),
  },
  'PUT /api/outbox/hold': { may: ['manager'], body: () => ({ held: true }) },
  'POST /api/outbox/letters': { may: ['front_desk', 'manager'] },
  'POST /api/outbox/letters/printed': {
    may: ['front_desk', 'manager'],
    body: () => ({ messageIds: [crypto.randomUUID()], printed: true }),
  },
  'GET /api/templates': { may: [...desk, 'admin'] },
  'GET /api/templates/:templateId': { may: [...desk, 'admin'], ids: { templateId: 'template' } },
  'PUT /api/templates/:templateId': {
    may: ['manager'],
    ids: { templateId: 'template' },
    body: () => aTemplateBody,
  },
  'POST /api/templates': {
    may: ['manager'],
    body: () => ({ ...aTemplateBody, code: `t${crypto.randomUUID().slice(0, 8)}` }),
  },
  'POST /api/templates/preview': {
    may: ['manager'],
    ids: { patientId: 'patient' },
    body: ({ patientId }) => ({
      language: 'en',
      channel: 'email',
      paper: 'letter',
      legalClass: 'treatment',
      words: aTemplateBody.words.en,
      patientId,
    }),
  },
  'GET /api/huddle': { may: desk },
  'GET /api/overview': { may: ['manager', 'experience_lead'] },
  'GET /api/drifting': { may: ['front_desk', 'manager', 'experience_lead'] },
  'GET /api/look-back': { may: ['manager', 'experience_lead'] },
  'GET /api/predictions': { may: ['manager', 'experience_lead'] },
  'GET /api/schedule-age': { may: everyone },
  'GET /api/health/installation': { may: ['manager', 'admin'] },
  'POST /api/health/retry-jobs': { may: ['manager', 'admin'], body: () => ({ task: 'today.refresh' }) },
  'GET /api/audit': { may: ['manager', 'admin'] },
  // Not what a search leaves itself: the second would find the first.
  'POST /api/audit/search': { may: ['manager', 'admin'], body: () => ({ action: 'matches.list' }) },
  'POST /api/audit/export': {
    may: ['manager', 'admin'],
    session: 'fresh',
    body: () => ({ action: 'matches.list' }),
    replyType: 'text/csv',
  },
};
