import { squeezeWord, visitStatuses, yesOrNo } from '../intake/csv/statuses.ts';
import { type AppointmentField, appointmentFields } from './appointment-fields.ts';

// Headings as files write them, letters and digits only, the likelier first. Nothing that is written down after the
// patient came (times of check-in, of waiting) may be guessed as anything.
const headings: Readonly<Record<AppointmentField, readonly string[]>> = {
  id: ['appointmentid', 'apptid', 'visitid', 'bookingid', 'encounterid'],
  patient: ['patientid', 'patient', 'patnum', 'patientnumber', 'mrn', 'personid', 'clientid'],
  day: [
    'appointmentday',
    'appointmentdate',
    'apptdate',
    'visitdate',
    'aptdatetime',
    'appointmentdatetime',
    'day',
    'date',
  ],
  time: ['appointmenttime', 'appttime', 'visittime'],
  booked: [
    'scheduledday',
    'schedulingdate',
    'scheduledon',
    'bookedon',
    'bookedat',
    'bookingdate',
    'createdat',
    'created',
  ],
  outcome: [
    'noshow',
    'missed',
    'status',
    'appointmentstatus',
    'outcome',
    'attended',
    'attendance',
    'showedup',
    'showed',
  ],
  age: ['age', 'patientage', 'ageyears'],
  service: ['service', 'specialty', 'appointmenttype', 'visittype', 'appttype'],
  reminder: ['smsreceived', 'reminded', 'remindersent', 'reminder'],
};

const plain = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

export function isAppointmentHeading(heading: string): boolean {
  return appointmentFields.some((field) => headings[field].includes(plain(heading)));
}

/**
 * Which column is what: as the caller says, else by its heading.
 * @param said a heading by field; compared without regard to case and signs
 * @returns an index by field, or the heading that is not there
 */
export function findColumns(
  cells: readonly string[],
  said: Partial<Record<AppointmentField, string>>,
): ReadonlyMap<AppointmentField, number> | { readonly absent: string } {
  const names = cells.map(plain);
  const found = new Map<AppointmentField, number>();
  for (const field of appointmentFields) {
    const wanted = said[field];
    if (wanted !== undefined) {
      const exact = cells.indexOf(wanted);
      const at = exact >= 0 ? exact : names.indexOf(plain(wanted));
      if (at < 0) return { absent: wanted };
      found.set(field, at);
      continue;
    }
    for (const name of headings[field]) {
      const at = names.indexOf(name);
      if (at >= 0 && ![...found.values()].includes(at)) {
        found.set(field, at);
        break;
      }
    }
  }
  return found;
}

export type ToldOutcome = 'missed' | 'came' | 'neither' | 'unknown_word';

const asksWhetherMissed = /noshow|missed|absent|dna/;

/**
 * What a word says of a visit: a yes or no by what its heading asks ("No-show", "Attended"), else a status. Cancelled
 * and coming visits are neither missed nor kept.
 */
export function outcomeReader(heading: string): (cell: string) => ToldOutcome {
  const missedIsYes = asksWhetherMissed.test(plain(heading));
  return (cell) => {
    const word = squeezeWord(cell);
    if (word === '') return 'neither';
    const yes = word === '1' ? 'yes' : word === '0' ? 'no' : yesOrNo.get(word);
    if (yes !== undefined) return (yes === 'yes') === missedIsYes ? 'missed' : 'came';
    const status = visitStatuses.get(word);
    if (status === undefined) return 'unknown_word';
    if (status === 'no_show') return 'missed';
    return status === 'left' || status === 'seen' || status === 'roomed' || status === 'arrived'
      ? 'came'
      : 'neither';
  };
}

export function yesOrNoOf(cell: string): boolean | undefined {
  const word = squeezeWord(cell);
  if (word === '1' || word === '0') return word === '1';
  const yes = yesOrNo.get(word);
  return yes === undefined ? undefined : yes === 'yes';
}
