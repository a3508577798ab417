/** Every refusal that may reach a person over HTTP: its status and its title. A new code does not compile without. */
export const refusals = {
  invalid_input: { status: 422, title: 'Something in what you sent is not right' },
  not_signed_in: { status: 401, title: 'Please sign in' },
  wrong_credentials: { status: 401, title: 'The e-mail address or the password is not right' },
  not_allowed: { status: 403, title: 'Your role does not include this' },
  foreign_origin: { status: 403, title: 'This request did not come from our own pages' },
  not_found: { status: 404, title: 'We have no such thing' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  link_ended: { status: 410, title: 'This link has ended' },
  weak_password: { status: 422, title: 'This password is too easy to guess' },
  already_there: { status: 409, title: 'This exists already' },
  already_done: { status: 409, title: 'This has been done already' },
  already_undone: { status: 409, title: 'This has been taken back already' },
  cannot_undo: { status: 409, title: 'This can no longer be taken back' },
  premise_changed: { status: 409, title: 'The reason for this act is gone' },
  no_more_tries: { status: 409, title: 'We have tried often enough' },
  what_if: { status: 409, title: 'You are looking at another day; nothing is recorded' },
  reason_required: { status: 422, title: 'Please give a reason' },
  too_large: { status: 413, title: 'This is too large' },
  no_practice: { status: 409, title: 'You do not belong to a practice yet' },
  last_admin: { status: 409, title: 'A practice needs someone who administers it' },
  check_first: { status: 409, title: 'Check the files first' },
  import_waits: { status: 409, title: 'Another import comes first' },
  busy: { status: 503, title: 'Keepwell is busy' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type RefusalCode = keyof typeof refusals;
