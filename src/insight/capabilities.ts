/** What was counted of a practice's record, all of it at one moment. */
export interface RecordFacts {
  /** Who have not left. */
  readonly patients: number;
  readonly withPhone: number;
  readonly withMobile: number;
  readonly withEmail: number;
  readonly withAddress: number;
  readonly withBirthday: number;
  readonly left: number;
  readonly visits: number;
  readonly completed: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** Booked, from today on. */
  readonly ahead: number;
  /** Visits of which it is known when they were booked. */
  readonly bookedKnown: number;
  readonly missed: number;
  readonly withService: number;
  /** Patients who came at all, and who came at least twice. */
  readonly came: number;
  readonly cameAgain: number;
}

export const capabilities = [
  'call',
  'text',
  'email',
  'card',
  'birthday',
  'first_visit',
  'remind',
  'rhythm',
  'gaps',
  'no_show',
  'lead_time',
  'leavers',
] as const;
export type CapabilityName = (typeof capabilities)[number];

export const lacks = [
  'history',
  'phones',
  'mobiles',
  'emails',
  'addresses',
  'birth_dates',
  'bookings_ahead',
  'services',
  'second_visits',
  'missed_visits',
  'booked_dates',
  'left_patients',
] as const;
export type Lack = (typeof lacks)[number];

/** Something that Keepwell does, and how far the record allows it. */
export interface Capability {
  readonly name: CapabilityName;
  readonly can: 'yes' | 'partly' | 'no';
  /** For so many of so many. */
  readonly n: number;
  readonly of: number;
  readonly lacks: Lack | null;
}

// From four in five on, what is missing is looked up case by case.
const enough = 0.8;

function share(name: CapabilityName, n: number, of: number, lack: Lack): Capability {
  const can = of > 0 && n >= enough * of ? 'yes' : n > 0 ? 'partly' : 'no';
  return { name, can, n, of, lacks: can === 'yes' ? null : lack };
}

// There is some of it or there is not: how much is right, nobody can tell from outside.
function any(name: CapabilityName, n: number, of: number, lack: Lack): Capability {
  return { name, can: n > 0 ? 'yes' : 'no', n, of, lacks: n > 0 ? null : lack };
}

/** What the files that were brought in can and cannot tell us, one by one. */
export function capabilitiesOf(facts: RecordFacts): readonly Capability[] {
  const { patients, visits, completed, came, cameAgain } = facts;
  const again = share('gaps', cameAgain, came, completed === 0 ? 'history' : 'second_visits');
  return [
    share('call', facts.withPhone, patients, 'phones'),
    share('text', facts.withMobile, patients, 'mobiles'),
    share('email', facts.withEmail, patients, 'emails'),
    share('card', facts.withAddress, patients, 'addresses'),
    share('birthday', facts.withBirthday, patients, 'birth_dates'),
    any('first_visit', facts.ahead, visits, 'bookings_ahead'),
    any('remind', facts.ahead, visits, 'bookings_ahead'),
    share('rhythm', facts.withService, visits, visits === 0 ? 'history' : 'services'),
    // That many came once only is how practices are: enough for one's own gaps is whoever came twice.
    { ...again, can: again.can === 'no' ? 'no' : 'yes', lacks: again.can === 'no' ? again.lacks : null },
    any('no_show', facts.missed, visits, 'missed_visits'),
    share('lead_time', facts.bookedKnown, visits, 'booked_dates'),
    any('leavers', facts.left, patients + facts.left, 'left_patients'),
  ];
}

/** Which export brings what is missing. */
export const exportOf: Readonly<
  Record<Lack, 'patients' | 'all_patients' | 'appointments' | 'all_appointments'>
> = {
  history: 'appointments',
  phones: 'patients',
  mobiles: 'patients',
  emails: 'patients',
  addresses: 'patients',
  birth_dates: 'patients',
  bookings_ahead: 'all_appointments',
  services: 'appointments',
  second_visits: 'appointments',
  missed_visits: 'all_appointments',
  booked_dates: 'all_appointments',
  left_patients: 'all_patients',
};
