import type { Field } from './field.ts';

/** What became of the visit, in one word or by a yes. */
export const visitEndFields = {
  'visit.status': {
    of: 'visit',
    kind: 'word',
    what: 'what became of it; words by the table of statuses',
    headings: [
      'status',
      'aptstatus',
      'appointmentstatus',
      'pcapptstatus',
      'outcome',
      'state',
      'visitstatus',
      'attendance',
      'disposition',
      'result',
    ],
  },
  'visit.no_show': {
    of: 'visit',
    kind: 'yes_no',
    what: 'yes when the patient did not come',
    headings: [
      'noshow',
      'didnotarrive',
      'dna',
      'missed',
      'didnotattend',
      'failedtoattend',
      'isnoshow',
      'broken',
    ],
  },
  'visit.attended': {
    of: 'visit',
    kind: 'yes_no',
    what: 'yes when the patient came',
    headings: ['arrived', 'patientarrived', 'attended', 'showedup', 'showed', 'completed', 'iscompleted'],
  },
  'visit.cancelled': {
    of: 'visit',
    kind: 'yes_no',
    what: 'yes when it was cancelled',
    headings: ['cancelled', 'canceled', 'iscancelled', 'iscanceled'],
  },
} as const satisfies Record<string, Field>;
