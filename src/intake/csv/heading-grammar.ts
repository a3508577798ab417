import type { FieldName } from './fields.ts';

/** What a heading of a field speaks of: all of `needs` (each one of several words), and beyond these only `may`. */
export interface HeadingRule {
  readonly field: FieldName;
  readonly needs: readonly (readonly string[])[];
  readonly may: ReadonlySet<string>;
  /** A word or two that many tables use for different things: such a column counts only with others. */
  readonly weak: boolean;
}

const idle = 'of the for a s and de del la el le du di da and y e und';
const naming = 'id number name full';

function rule(field: FieldName, needs: string, may = '', weak = false): HeadingRule {
  return {
    field,
    needs: needs.split(' ').map((word) => word.split('|')),
    may: new Set(`${idle} ${may}`.split(' ')),
    weak,
  };
}

const whichPhone =
  'primary home work number day evening daytime main other alternate alt secondary best contact preferred';

/**
 * The grammar of headings. A heading with a word that no rule expects is left unread rather than guessed:
 * `Emergency contact phone` is not the patient's telephone.
 */
export const headingRules: readonly HeadingRule[] = [
  rule(
    'patient.id',
    'patient id|number|chart|reference|account|record',
    'id number chart account record reference',
  ),
  rule('patient.id', 'chart', 'id number'),
  rule('patient.id', 'account number', ''),
  rule('patient.id', 'record number', 'medical'),
  rule('patient.family_name', 'last name', ''),
  rule('patient.given_name', 'first name', ''),
  rule('patient.full_name', 'full name', ''),
  rule('patient.full_name', 'patient name', 'full'),
  rule('patient.full_name', 'first last name', ''),
  rule('patient.preferred_name', 'preferred name', 'first'),
  rule('patient.birth_date', 'birth', 'date at'),
  rule('patient.birth_year', 'birth year', ''),
  rule('patient.age', 'age', 'years in at appointment'),
  rule('patient.sex', 'sex', 'birth at legal administrative assigned'),
  rule('patient.language', 'language', 'primary preferred spoken written'),
  rule('patient.interpreter', 'interpreter', 'needed needs required flag'),
  rule('patient.pronouns', 'pronouns', 'preferred'),
  rule('patient.mobile', 'mobile', `phone text ${whichPhone}`),
  rule('patient.phone', 'phone', whichPhone),
  rule('patient.phone', 'contact number', 'primary'),
  rule('patient.email', 'email', 'address id primary home work personal preferred contact direct'),
  rule('patient.street', 'address|street', 'street line address home mailing primary house number one two'),
  rule('patient.city', 'city', 'address home mailing'),
  rule('patient.state', 'state', 'id address home mailing', true),
  rule('patient.postal_code', 'postcode', 'id address home mailing'),
  rule('patient.country', 'country', 'id address home mailing'),
  rule('patient.status', 'patient status|active', 'status active record'),
  rule('patient.status', 'active', 'inactive flag status patient is', true),
  rule('patient.inactive', 'inactive', 'flag is', true),
  rule('patient.exited_on', 'inactive|discharge|discharged date|at|on', 'date at on'),
  rule('patient.deceased_on', 'deceased date|at|on', 'date at on time'),
  rule('patient.deceased', 'deceased', 'flag is'),
  rule('patient.known_from', 'registration', 'date at on time since'),
  rule('patient.known_from', 'since', 'patient'),
  rule('patient.known_from', 'patient since', ''),
  rule('patient.known_from', 'first appointment|seen', 'date seen appointment'),
  rule('patient.known_from', 'created', 'date at on time record patient', true),
  rule('patient.text_ok', 'text allowed', 'message messages reminder reminders flag to in for'),
  rule('patient.text_ok', 'opt in text', 'message messages reminder reminders'),
  rule('patient.email_ok', 'email allowed', 'message messages reminder reminders flag to in for'),
  rule('patient.email_ok', 'opt in email', 'reminder reminders'),
  rule('patient.call_ok', 'call|phone allowed', 'reminder reminders flag to in for'),
  rule('patient.call_ok', 'opt in call|phone', 'reminder reminders'),
  rule('patient.do_not_contact', 'do not contact', 'flag patient'),
  rule('patient.do_not_contact', 'opt out', 'all contact flag'),
  rule('patient.do_not_text', 'do not text', 'flag send'),
  rule('patient.do_not_text', 'text opt out', 'message messages'),
  rule('patient.do_not_email', 'do not email', 'flag send'),
  rule('patient.do_not_email', 'email opt out', ''),
  rule('patient.do_not_call', 'do not call|phone', 'flag'),
  rule('patient.do_not_call', 'call|phone opt out', ''),
  rule('patient.marketing_email', 'marketing email', 'opt in allowed to for'),
  rule('patient.marketing_text', 'marketing text', 'opt in allowed to for message messages'),
  rule('patient.marketing', 'marketing', 'opt in allowed to for materials'),
  rule('patient.clinician', 'primary|preferred provider', `rendering ${naming}`),
  rule('patient.clinician', 'provider', naming, true),
  rule('patient.guarantor', 'guarantor', 'id number account chart reference'),
  rule('patient.guarantor', 'responsible party', 'id number account chart reference'),

  rule('visit.id', 'appointment id|number|reference', 'id number reference'),
  rule('visit.starts_at', 'appointment date', 'time start at on scheduled'),
  rule('visit.starts_at', 'start date', 'time at on scheduled'),
  rule('visit.starts_at', 'start at', 'scheduled'),
  rule('visit.starts_at', 'date time', 'start at'),
  rule('visit.starts_at', 'date service', ''),
  rule('visit.starts_at', 'scheduled start', 'date time at'),
  rule('visit.starts_at', 'date', '', true),
  rule('visit.starts_at', 'scheduled date|for', 'for date time on', true),
  rule('visit.starts_at', 'when', '', true),
  rule('visit.starts_at', 'appointment', '', true),
  rule('visit.time', 'time', 'start appointment scheduled', true),
  rule('visit.time', 'start time', 'appointment'),
  rule('visit.time', 'start', 'appointment', true),
  rule('visit.ends_at', 'end', 'time date at appointment scheduled'),
  rule('visit.minutes', 'duration', 'minutes in appointment service planned scheduled'),
  rule('visit.minutes', 'minutes', 'appointment in'),
  rule('visit.status', 'status', 'appointment current', true),
  rule('visit.status', 'attendance|outcome|disposition', 'status appointment'),
  rule('visit.no_show', 'no show', 'flag is appointment'),
  rule('visit.no_show', 'number show', 'flag is appointment'),
  rule('visit.no_show', 'broken', 'flag is appointment', true),
  rule('visit.attended', 'attended', 'flag is appointment'),
  rule('visit.attended', 'completed|arrived', 'flag is appointment', true),
  rule('visit.cancelled', 'cancelled', 'flag is appointment'),
  rule('visit.booked_at', 'booked|created', 'date time at on appointment', true),
  rule('visit.booked_at', 'appointment booked|created', 'date time at on'),
  rule('visit.booked_at', 'booked date|on|at', 'date time on at'),
  rule('visit.booked_at', 'scheduled date|on|at', 'date time on at'),
  rule('visit.arrived_at', 'arrived', 'time date at on appointment'),
  rule('visit.arrived_at', 'check in', 'time date at on appointment'),
  rule('visit.arrived_at', 'time in', ''),
  rule('visit.roomed_at', 'roomed', 'time date at on in'),
  rule('visit.seen_at', 'seen', 'time at provider by'),
  rule('visit.seen_at', 'actual start', 'time date at service'),
  rule('visit.left_at', 'left', 'time date at'),
  rule('visit.left_at', 'check out', 'time date at on appointment'),
  rule('visit.left_at', 'time out', ''),
  rule('visit.left_at', 'completed time|at', 'date'),
  rule('visit.left_at', 'actual end', 'time date at service'),
  rule('visit.cancelled_at', 'cancelled date|time|at|on', 'date time at on appointment'),
  rule('visit.cancelled_at', 'cancelled', '', true),
  rule('visit.cancel_reason', 'cancelled reason', 'appointment description for'),
  rule('visit.service', 'service', 'name type description appointment booked'),
  rule('visit.service', 'appointment type', 'name description service'),
  rule('visit.service', 'appointment profile|title|name|description', ''),
  rule('visit.service', 'service id', '', true),
  rule('visit.service', 'type', '', true),
  rule('visit.location', 'location', 'name appointment service'),
  rule('visit.location', 'location id|number|code', 'name', true),
  rule(
    'visit.clinician',
    'provider',
    `appointment patient rendering treating scheduled scheduling seen by with ${naming}`,
  ),
  rule('visit.clinician', 'calendar', 'name', true),
  rule('visit.clinician', 'with', '', true),
  rule('visit.charge', 'charge', 'appointment service net gross total', true),
  rule('visit.charge', 'appointment charge', 'total net'),
  rule('visit.charge', 'service charge', 'total net'),
];

/** Words that say that a column is about somebody else than the patient, or about their cover. */
const others = new Set([
  'emergency',
  'relative',
  'insurance',
  'referral',
  'employment',
  'outside',
  'guarantor',
  'responsible',
  'relationship',
  'billing',
  'invoice',
  'fax',
]);

/** True when the heading speaks of another person, an insurer or a firm: nothing of it is the patient's. */
export function isOfSomebodyElse(concepts: readonly string[]): boolean {
  return concepts.some((concept) => others.has(concept));
}
