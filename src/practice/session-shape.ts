import * as z from 'zod/mini';

/** What everybody who works in a practice sees of it. */
export const practiceShape = z.object({
  slug: z.string(),
  name: z.string(),
  country: z.string(),
  zone: z.string(),
  languages: z.array(z.string()),
  isSample: z.boolean(),
});

/** Who is signed in, where, and what the buttons may offer. */
export const sessionShape = z.object({
  displayName: z.string(),
  email: z.string(),
  staffMemberId: z.nullable(z.string()),
  practice: z.nullable(practiceShape),
  practices: z.array(z.object({ slug: z.string(), name: z.string(), isSample: z.boolean() })),
  roles: z.array(z.string()),
  verbs: z.array(z.string()),
  idleMinutes: z.number(),
  /** `mfa_pending` authorises nothing but passing the second factor, enrolling the first one, or signing out. */
  state: z.enum(['mfa_pending', 'full', 'pin']),
  factors: z.object({
    passkey: z.boolean(),
    app: z.boolean(),
    /** Whether the roles ask for one. */
    required: z.boolean(),
    /** False: this address is a bare IP, for which there are no passkeys. */
    passkeysWork: z.boolean(),
  }),
  /** What the first account has to say next: which practice, or which way it begins. */
  firstRun: z.nullable(z.enum(['practice', 'ways'])),
  /** YYYY-MM-DD in the practice's zone. */
  today: z.string(),
});
