import type { ExitReason, PatientStatus, Sex } from '../../patients/model.ts';
import type { VisitStatus } from '../../visits/model.ts';

function words<T>(table: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const [value, list] of Object.entries(table)) for (const word of list) map.set(word, value as T);
  return map;
}

/**
 * A word as it is compared: lower case, single spaces; a cell of signs only (OpenEMR has such statuses) as it
 * is.
 */
export function squeezeWord(text: string): string {
  const word = text.trim().toLowerCase();
  const letters = word.replace(/[^\p{L}\p{N}<>]+/gu, ' ').trim();
  return letters === '' ? word : letters;
}

/**
 * What the schedules of practice systems say, by our status. `ready` and the like are between arrival and the
 * room. A bare number is not here: what it means differs by system, so `--mapping` has to say it.
 */
export const visitStatuses = words<VisitStatus>({
  booked: [
    'booked',
    'scheduled',
    'pending',
    'unconfirmed',
    'not confirmed',
    'new',
    'open',
    'active',
    'planned',
    'unknown',
    'reserved',
    'rescheduled to',
    'left message',
    'reminder sent',
    'reminder done',
    'requested',
    'none',
    'upcoming',
    'asap',
    'tentative',
    '-',
    '*',
    'hold',
    'proposed',
    'not recorded',
    'future',
  ],
  confirmed: [
    'confirmed',
    'accepted',
    'reconfirmed',
    'verified',
    'patient confirmed',
    'appointment confirmed',
    'econfirmed',
  ],
  arrived: [
    'arrived',
    'checked in',
    'check in',
    'checkin',
    'checkedin',
    'in waiting room',
    'waiting',
    'arrived late',
    'in lobby',
    'here',
    'ready',
    '@',
    '~',
    'late',
    'in reception',
  ],
  roomed: [
    'roomed',
    'in room',
    'in exam room',
    'seated',
    'in chair',
    'in operatory',
    'in treatment room',
    'triaged',
    '<',
  ],
  seen: [
    'seen',
    'in progress',
    'in treatment',
    'with doctor',
    'with provider',
    'in session',
    'started',
    'with clinician',
    'in consultation',
  ],
  left: [
    'left',
    'completed',
    'complete',
    'checked out',
    'check out',
    'checkout',
    'checkedout',
    'attended',
    'fulfilled',
    'finished',
    'done',
    'closed',
    'billed',
    'invoiced',
    'paid',
    'showed',
    'show',
    'kept',
    'discharged',
    'dismissed',
    'coding done',
    '>',
    '$',
    'visit complete',
    'performed',
    'served',
    'past',
    'came',
  ],
  cancelled: [
    'cancelled',
    'canceled',
    'cancel',
    'late cancelled',
    'late canceled',
    'late cancellation',
    'cancelled late',
    'cancelled by patient',
    'cancelled by clinic',
    'cancelled by practice',
    'canceled by patient',
    'canceled by provider',
    'canceled by office',
    'cancelled 24h',
    'canceled 24h',
    'canceled < 24h',
    'cancelled < 24h',
    'rescheduled',
    'void',
    'voided',
    'deleted',
    'withdrawn',
    'declined',
    'bumped',
    'x',
    '%',
    'short notice cancellation',
    'patient cancelled',
    'clinic cancelled',
    'entered in error',
    'removed',
    'revoked',
    // Came, and went before anybody saw them: neither a visit nor a no-show.
    'left without being seen',
    'left w o visit',
    'lwbs',
    '!',
  ],
  no_show: [
    'no show',
    'noshow',
    'ns',
    'dna',
    'did not attend',
    'did not arrive',
    'missed',
    'failed',
    'failed to attend',
    'fta',
    'broken',
    'absent',
    'did not show',
    'no showed',
    'never arrived',
    '?',
    'missed appointment',
    'did not come',
    'unattended',
    'not attended',
  ],
});

export interface ToldPatientStatus {
  readonly status: PatientStatus;
  readonly exitReason?: ExitReason;
}

const patientWords = words<string>({
  active: [
    'active',
    'a',
    'current',
    'patient',
    'yes',
    'y',
    'true',
    '1',
    'existing',
    'established',
    'returning',
    'registered',
  ],
  prospective: [
    'prospective',
    'prospect',
    'lead',
    'non patient',
    'nonpatient',
    'new lead',
    'enquiry',
    'inquiry',
  ],
  inactive: [
    'inactive',
    'i',
    'archived',
    'deleted',
    'no',
    'n',
    'false',
    '0',
    'discharged',
    'former',
    'closed',
    'dismissed',
    'suspended',
    'duplicate',
    'not active',
  ],
  moved: ['moved', 'moved away', 'relocated'],
  transferred: ['transferred', 'transferred out', 'left practice', 'transfer'],
  died: ['deceased', 'dead', 'died', 'd', 'expired'],
  opted_out: ['opted out', 'opt out', 'do not contact'],
});

/** What a word says about whether a patient is still with us; undefined when it is unknown. */
export function patientStatus(word: string): ToldPatientStatus | undefined {
  const found = patientWords.get(squeezeWord(word));
  if (found === undefined) return undefined;
  if (found === 'active' || found === 'prospective') return { status: found };
  return { status: 'exited', exitReason: found as ExitReason };
}

/** Empty: the source does not say. */
export const sexes = words<Sex>({
  female: ['female', 'f', 'woman', 'girl', 'w', 'weiblich', 'mujer', 'femenino', 'femme'],
  male: ['male', 'm', 'man', 'boy', 'mannlich', 'männlich', 'hombre', 'masculino', 'homme'],
  other: [
    'other',
    'o',
    'x',
    'non binary',
    'nonbinary',
    'nb',
    'divers',
    'intersex',
    'transgender',
    'diverse',
    'another',
  ],
  unknown: [
    'unknown',
    'u',
    'not stated',
    'undisclosed',
    'prefer not to say',
    'not specified',
    'undifferentiated',
    'declined',
    'unspecified',
    'not recorded',
  ],
});

export const yesOrNo = words<'yes' | 'no'>({
  yes: [
    'yes',
    'y',
    'true',
    't',
    '1',
    'x',
    'ja',
    'si',
    'sí',
    'sim',
    'oui',
    'on',
    'checked',
    'opted in',
    'opt in',
  ],
  no: ['no', 'n', 'false', 'f', '0', 'nein', 'não', 'nao', 'non', 'off', 'unchecked', 'opted out', 'opt out'],
});
