import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from './policy.ts';
import { practiceShape, sessionShape } from './session-shape.ts';
import { settingsOperations } from './settings-contract.ts';
import { signInOperations } from './sign-in-contract.ts';
import { welcomeOperations } from './welcome-contract.ts';

const words = z.record(z.string(), z.string());
/** As they come in: a language tag, and a paragraph. */
const paragraph = z.record(
  z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
  z.string().check(z.maxLength(2000)),
);
const shortText = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const email = z.string().check(z.trim(), z.toLowerCase(), z.email(), z.maxLength(254));
const password = z.string().check(z.minLength(1), z.maxLength(200));
const token = z.string().check(z.minLength(16), z.maxLength(200));
const role = z.enum([
  'front_desk',
  'clinician',
  'billing',
  'manager',
  'experience_lead',
  'admin',
  'integrator',
]);
const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

const nothing = z.object({ ok: z.literal(true) });

export const firstRun = operation({
  name: 'session.firstRun',
  method: 'POST',
  path: '/api/first-run',
  summary: 'Turn the one-time link of the console into the first account',
  verb: 'public',
  input: { body: z.object({ token, displayName: shortText, email, password }) },
  reply: sessionShape,
});

export const signIn = operation({
  name: 'session.signIn',
  method: 'POST',
  path: '/api/sign-in',
  summary: 'Sign in with e-mail address and password',
  verb: 'public',
  input: { body: z.object({ email, password }) },
  reply: sessionShape,
});

export const acceptInvitation = operation({
  name: 'session.acceptInvitation',
  method: 'POST',
  path: '/api/invitations/accept',
  summary: 'Accept an invitation: choose a password, or prove the one you have',
  verb: 'public',
  input: { body: z.object({ token, password, displayName: z.optional(shortText) }) },
  reply: sessionShape,
});

export const getSession = operation({
  name: 'session.get',
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in and what they may do',
  session: 'pending',
  verb: 'signed_in',
  input: {},
  reply: sessionShape,
});

export const signOut = operation({
  name: 'session.signOut',
  method: 'POST',
  path: '/api/sign-out',
  summary: 'End this session',
  session: 'pending',
  verb: 'signed_in',
  input: {},
  reply: nothing,
});

export const signOutEverywhere = operation({
  name: 'session.signOutEverywhere',
  method: 'POST',
  path: '/api/sign-out-everywhere',
  summary: 'End every session of this account',
  session: 'full',
  verb: 'signed_in',
  input: {},
  reply: nothing,
});

export const choosePractice = operation({
  name: 'session.choosePractice',
  method: 'POST',
  path: '/api/session/practice',
  summary: 'Work in another practice that you belong to',
  session: 'full',
  verb: 'signed_in',
  input: { body: z.object({ slug: z.string().check(z.maxLength(63)) }) },
  reply: sessionShape,
});

export const staffMemberShape = z.object({
  id: z.string(),
  displayName: z.string(),
  email: z.nullable(z.string()),
  roles: z.array(z.string()),
  languages: z.array(z.string()),
  state: z.enum(['invited', 'active', 'suspended']),
});

export const listStaff = operation({
  name: 'staff.list',
  method: 'GET',
  path: '/api/staff',
  summary: 'The staff members of the practice, by name; at most 200',
  verb: 'staff.read' satisfies Verb,
  input: {},
  reply: z.object({ staff: z.array(staffMemberShape) }),
});

const ofStaff = z.object({ staffMemberId: uuid });
const photoShape = z.object({ photo: z.nullable(z.string()) });

export const readPhoto = operation({
  name: 'staff.photo',
  method: 'GET',
  path: '/api/staff/:staffMemberId/photo',
  summary: 'The picture of a staff member as patients see it, as a data: address; null: none',
  verb: 'staff.read' satisfies Verb,
  input: { params: ofStaff },
  reply: photoShape,
});

export const setPhoto = operation({
  name: 'staff.setPhoto',
  method: 'PUT',
  path: '/api/staff/:staffMemberId/photo',
  summary: 'Sets the small square picture that patients see on the page of their visit; null takes it away',
  verb: 'practice.change' satisfies Verb,
  input: {
    params: ofStaff,
    body: z.object({
      /** JPEG, PNG or WebP in base64, at most 5 KB, at most 240 pixels square. */
      photo: z.nullable(z.string().check(z.maxLength(7000), z.regex(/^[A-Za-z0-9+/]+={0,2}$/))),
    }),
  },
  reply: photoShape,
});

export const inviteStaff = operation({
  name: 'staff.invite',
  method: 'POST',
  path: '/api/staff/invitations',
  summary: 'Invite someone; the reply holds a link to hand over, good for seven days',
  verb: 'staff.change' satisfies Verb,
  input: { body: z.object({ email, displayName: shortText, roles: z.array(role).check(z.minLength(1)) }) },
  reply: z.object({ staffMember: staffMemberShape, link: z.string() }),
});

export const changeStaff = operation({
  name: 'staff.change',
  method: 'PATCH',
  path: '/api/staff/:staffMemberId',
  summary: 'Change roles, or suspend and readmit',
  session: 'fresh',
  verb: 'staff.change' satisfies Verb,
  input: {
    params: z.object({ staffMemberId: uuid }),
    body: z.object({
      roles: z.optional(z.array(role)),
      state: z.optional(z.enum(['active', 'suspended'])),
    }),
  },
  reply: staffMemberShape,
});

export const locationShape = z.object({
  id: z.string(),
  name: z.string(),
  zone: z.string(),
  phone: z.nullable(z.string()),
  address: z.array(z.string()),
  openingHours: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))),
  /** Days off, from today on. */
  holidays: z.array(z.object({ on: z.string(), name: z.string() })),
  /** From this day on nobody is seen here; null: open. */
  closedOn: z.nullable(z.string()),
  /** How to come and where to leave a car, as patients read it. */
  parking: words,
});

export const serviceShape = z.object({
  id: z.string(),
  code: z.string(),
  name: words,
  /** Null: learnt from the visits. */
  recallDays: z.nullable(z.int()),
  /** False: nobody is expected back for it. */
  returns: z.boolean(),
  minutes: z.int(),
  checkInDays: z.nullable(z.int()),
  /** In the smallest unit of the practice's currency. */
  priceCents: z.nullable(z.int()),
  whatWeDo: words,
  afterCare: words,
  /** As patients read it on the page of their visit: what happens, a line a step; whether it hurts. */
  steps: words,
  hurts: words,
  /** Its name is shown on a patient's page after a code alone. */
  sensitive: z.boolean(),
});

export const getPractice = operation({
  name: 'practice.get',
  method: 'GET',
  path: '/api/practice',
  summary: 'The practice, its locations and services',
  verb: 'practice.read' satisfies Verb,
  input: {},
  reply: z.object({
    practice: z.extend(practiceShape, {
      currency: z.string(),
      /** Null: as the installation has it. */
      idleMinutes: z.nullable(z.int()),
      /** Patients are called by name on their own pages. */
      nameOnPages: z.boolean(),
      /** Every service is shown on a patient's page after a code alone. */
      sensitivePages: z.boolean(),
      /** Of the installation. */
      idleMinutesDefault: z.number(),
    }),
    locations: z.array(locationShape),
    services: z.array(serviceShape),
  }),
});

export const changeService = operation({
  name: 'practice.changeService',
  method: 'PATCH',
  path: '/api/services/:serviceId',
  summary: 'Change the recall interval, minutes, check-in and words of a service',
  verb: 'practice.change' satisfies Verb,
  input: {
    params: z.object({ serviceId: uuid }),
    body: z.object({
      recallDays: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(3660)))),
      returns: z.optional(z.boolean()),
      minutes: z.optional(z.int().check(z.gte(1), z.lte(1440))),
      checkInDays: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(60)))),
      priceCents: z.optional(z.nullable(z.int().check(z.gte(0), z.lte(100_000_000)))),
      whatWeDo: z.optional(paragraph),
      afterCare: z.optional(paragraph),
      steps: z.optional(paragraph),
      hurts: z.optional(paragraph),
      sensitive: z.optional(z.boolean()),
    }),
  },
  reply: serviceShape,
});

export const practiceOperations = [
  firstRun,
  signIn,
  acceptInvitation,
  getSession,
  signOut,
  signOutEverywhere,
  choosePractice,
  listStaff,
  readPhoto,
  setPhoto,
  inviteStaff,
  changeStaff,
  getPractice,
  changeService,
  ...signInOperations,
  ...settingsOperations,
  ...welcomeOperations,
] as const;
