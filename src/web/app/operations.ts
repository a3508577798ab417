import type { InputOf, Operation, ReplyOf, Sent } from '../../kit/contract.ts';

type Contracts = typeof import('../../practice/contract.ts') &
  typeof import('../../practice/sign-in-contract.ts') &
  typeof import('../../practice/settings-contract.ts') &
  typeof import('../../practice/welcome-contract.ts') &
  typeof import('../../insight/contract.ts') &
  typeof import('../../today/contract.ts') &
  typeof import('../../patients/contract.ts') &
  typeof import('../../intake/contract.ts') &
  typeof import('../../loyalty/contract.ts') &
  typeof import('../../plan/contract.ts') &
  typeof import('../../contact/inbound-contract.ts') &
  typeof import('../../promises/contract.ts') &
  typeof import('../../platform/contract.ts');

/** The operations of all contracts, by the name of their export. */
export type OperationKey = {
  [K in keyof Contracts]: Contracts[K] extends Operation ? K : never;
}[keyof Contracts];

export type Reply<K extends OperationKey> = ReplyOf<Contracts[K]>;
export type Input<K extends OperationKey> = Sent<InputOf<Contracts[K]>>;

/** What a role may do, as far as an operation asks for it. */
export type Verb = Contracts[OperationKey]['verb'];

// Only the types of the contracts reach the browser; their schemas would cost 15 KB (gzip) of validation that the server
// does anyway. operations.web.test.tsx holds this table to the contracts.
export const operations: Readonly<Record<OperationKey, `${Operation['method']} /api/${string}`>> = {
  firstRun: 'POST /api/first-run',
  signIn: 'POST /api/sign-in',
  acceptInvitation: 'POST /api/invitations/accept',
  getSession: 'GET /api/session',
  signOut: 'POST /api/sign-out',
  signOutEverywhere: 'POST /api/sign-out-everywhere',
  choosePractice: 'POST /api/session/practice',
  listStaff: 'GET /api/staff',
  inviteStaff: 'POST /api/staff/invitations',
  changeStaff: 'PATCH /api/staff/:staffMemberId',
  getPractice: 'GET /api/practice',
  changeService: 'PATCH /api/services/:serviceId',
  beginPasskeySignIn: 'POST /api/sign-in/passkey-options',
  passkeySignIn: 'POST /api/sign-in/passkey',
  proveSecondFactor: 'POST /api/session/proof',
  beginPasskeyProof: 'POST /api/session/proof-options',
  getMySignIn: 'GET /api/me/sign-in',
  beginApp: 'POST /api/me/authenticator-app',
  confirmApp: 'POST /api/me/authenticator-app/confirmation',
  removeApp: 'DELETE /api/me/authenticator-app',
  beginPasskey: 'POST /api/me/passkey-options',
  addPasskey: 'POST /api/me/passkeys',
  removePasskey: 'DELETE /api/me/passkeys/:passkeyId',
  renewRecoveryCodes: 'POST /api/me/recovery-codes',
  setPin: 'PUT /api/me/pin',
  removePin: 'DELETE /api/me/pin',
  endMySession: 'DELETE /api/me/sessions/:sessionId',
  resetFactors: 'POST /api/staff/:staffMemberId/factor-reset',
  listDevices: 'GET /api/shared-devices',
  enrolDevice: 'POST /api/shared-devices',
  revokeDevice: 'DELETE /api/shared-devices/:deviceId',
  getDesk: 'GET /api/desk',
  switchByPin: 'POST /api/desk/switch',
  changePractice: 'PATCH /api/practice',
  addLocation: 'POST /api/locations',
  changeLocation: 'PATCH /api/locations/:locationId',
  listSettingChanges: 'GET /api/settings/changes',
  undoSettingChange: 'POST /api/settings/changes/:changeId/undo',
  addPractice: 'POST /api/practices',
  endWelcome: 'POST /api/welcome',
  getCapabilities: 'GET /api/capabilities',
  getProgress: 'GET /api/progress',
  getQuestion: 'GET /api/patients/:patientId/question',
  answerQuestion: 'POST /api/patients/:patientId/answers',
  listToday: 'GET /api/today',
  listCalls: 'GET /api/today/calls',
  oneAct: 'GET /api/today/one',
  openAct: 'GET /api/acts/:actId',
  recordOutcome: 'POST /api/acts/:actId/outcomes',
  undoOutcome: 'POST /api/outcomes/:outcomeId/undo',
  reopenAct: 'POST /api/acts/:actId/reopen',
  assignAct: 'PUT /api/acts/:actId/owner',
  changeWords: 'PUT /api/acts/:actId/words',
  sayPresence: 'POST /api/acts/:actId/presence',
  listDone: 'GET /api/today/done',
  searchPatients: 'POST /api/patients/search',
  listPatients: 'GET /api/patients',
  getPatient: 'GET /api/patients/:patientId',
  addPersonalDetail: 'POST /api/patients/:patientId/details',
  removePersonalDetail: 'DELETE /api/patients/:patientId/details/:detailId',
  recordConsent: 'POST /api/patients/:patientId/consents',
  changeStatus: 'POST /api/patients/:patientId/status',
  erasePatient: 'POST /api/patients/:patientId/erase',
  makePromise: 'POST /api/patients/:patientId/promises',
  addNote: 'POST /api/patients/:patientId/notes',
  changeNote: 'PATCH /api/patients/:patientId/notes/:noteId',
  removeNote: 'DELETE /api/patients/:patientId/notes/:noteId',
  markWayWrong: 'POST /api/patients/:patientId/ways/:wayId/wrong',
  joinHousehold: 'POST /api/patients/:patientId/household',
  leaveHousehold: 'DELETE /api/patients/:patientId/household',
  readTimeline: 'GET /api/patients/:patientId/timeline',
  readOrigins: 'GET /api/patients/:patientId/origins',
  readSeenBy: 'GET /api/patients/:patientId/seen-by',
  addAct: 'POST /api/patients/:patientId/acts',
  listInbound: 'GET /api/inbound',
  readEnquiryRates: 'GET /api/inbound/rates',
  notePhoneCall: 'POST /api/inbound',
  takeInbound: 'PUT /api/inbound/:inboundId/owner',
  answerInbound: 'POST /api/inbound/:inboundId/answer',
  makePageLink: 'POST /api/patients/:patientId/page-links',
  listPromises: 'GET /api/promises',
  readPromiseRates: 'GET /api/promises/rates',
  settlePromise: 'POST /api/promises/:promiseId/settlement',
  listPossibleMatches: 'GET /api/possible-matches',
  decidePossibleMatch: 'POST /api/possible-matches/:matchId/decision',
  listMerges: 'GET /api/merges',
  undoMerge: 'POST /api/merges/:mergeId/undo',
  addUpload: 'POST /api/uploads',
  listUploads: 'GET /api/uploads',
  getUpload: 'GET /api/uploads/:uploadId',
  removeUpload: 'DELETE /api/uploads/:uploadId',
  lookAtUpload: 'POST /api/uploads/:uploadId/look',
  checkUpload: 'POST /api/uploads/:uploadId/check',
  importUpload: 'POST /api/uploads/:uploadId/import',
  stopUpload: 'POST /api/uploads/:uploadId/stop',
  uploadRefusals: 'GET /api/uploads/:uploadId/refusals',
  listImports: 'GET /api/imports',
  getImport: 'GET /api/imports/:importId',
  importRefusals: 'GET /api/imports/:importId/refusals',
  previewImportUndo: 'GET /api/imports/:importId/undo',
  undoImport: 'POST /api/imports/:importId/undo',
  getPlan: 'GET /api/plan',
  changeTouchpoint: 'PATCH /api/touchpoints/:touchpointId',
  changeShares: 'PUT /api/plan/shares',
  changeCapacity: 'PUT /api/plan/capacity',
  health: 'GET /api/health',
  describeHealth: 'GET /api/health/installation',
  retryJobs: 'POST /api/health/retry-jobs',
  getHuddle: 'GET /api/huddle',
  getOverview: 'GET /api/overview',
  listDrift: 'GET /api/drifting',
  readLookBack: 'GET /api/look-back',
  readPredictions: 'GET /api/predictions',
  getScheduleAge: 'GET /api/schedule-age',
  listAudit: 'GET /api/audit',
  searchAudit: 'POST /api/audit/search',
  exportAudit: 'POST /api/audit/export',
  liveEvents: 'GET /api/events',
  listDeeds: 'GET /api/deeds',
  undoDeed: 'POST /api/deeds/:deedId/undo',
};
