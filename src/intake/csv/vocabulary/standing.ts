import type { Field } from './field.ts';

/** Whether the patient is still one of ours, and since when. */
export const standingFields = {
  'patient.status': {
    of: 'patient',
    kind: 'word',
    what: 'active, inactive, deceased, moved, transferred, prospective',
    headings: [
      'patstatus',
      'patientstatus',
      'activeinactive',
      'recordstatus',
      'active',
      'isactive',
      'status',
    ],
  },
  'patient.inactive': {
    of: 'patient',
    kind: 'yes_no',
    what: 'yes when the patient has left',
    headings: ['inactive', 'archived', 'isarchived', 'isinactive'],
  },
  'patient.exited_on': {
    of: 'patient',
    kind: 'date',
    what: 'day on which the patient left',
    headings: ['dischargedat', 'dischargedate', 'archivedat', 'inactivedate', 'terminationdate', 'deletedat'],
  },
  'patient.deceased_on': {
    of: 'patient',
    kind: 'date',
    what: 'day of death',
    headings: ['deceasedat', 'deceasedon', 'datetimedeceased', 'dateofdeath', 'deathdate', 'deceaseddate'],
  },
  'patient.deceased': {
    of: 'patient',
    kind: 'yes_no',
    what: 'yes when the patient has died',
    headings: ['deceased', 'isdeceased', 'dead'],
  },
  'patient.known_from': {
    of: 'patient',
    kind: 'date',
    what: 'when the practice first knew of the patient',
    headings: [
      'membersince',
      'patientsince',
      'registrationdate',
      'registered',
      'firstvisit',
      'firstvisitdate',
      'datefirstvisit',
      'dateadded',
      'admitdate',
      'enrolled',
      'enrollmentdate',
      'created',
      'createdat',
      'createddate',
      'datecreated',
      'secdateentry',
      'joined',
      'since',
    ],
  },
} as const satisfies Record<string, Field>;
