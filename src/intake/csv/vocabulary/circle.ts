import type { Field } from './field.ts';

/** To whom the patient belongs: who usually sees them, who pays. */
export const circleFields = {
  'patient.clinician': {
    of: 'patient',
    kind: 'text',
    what: 'the clinician whom the patient usually sees',
    headings: [
      'priprov',
      'primaryprovider',
      'preferredprovider',
      'usualprovider',
      'primaryclinician',
      'usualdoctor',
      'primarydentist',
    ],
  },
  'patient.guarantor': {
    of: 'patient',
    kind: 'id',
    what: 'id of the patient who pays, or number of the account: patients who share one are a household',
    headings: [
      'guarantor',
      'guarantorid',
      'guarantornumber',
      'responsparty',
      'responsibleparty',
      'responsiblepartyid',
      'headofhousehold',
      'headofhouseholdid',
    ],
  },
} as const satisfies Record<string, Field>;
