import type { Field } from './field.ts';

/** What the patient does not want. A yes of a file grants nothing: who said it, and to what words, is not known. */
export const consentFields = {
  'patient.text_ok': {
    of: 'patient',
    kind: 'yes_no',
    what: 'may be texted; only a no is taken as a withdrawal',
    headings: [
      'txtmsgok',
      'textok',
      'smsok',
      'smsconsent',
      'textconsent',
      'allowsms',
      'allowtext',
      'receivesms',
      'smsoptin',
    ],
  },
  'patient.email_ok': {
    of: 'patient',
    kind: 'yes_no',
    what: 'may be e-mailed; only a no is taken as a withdrawal',
    headings: ['emailok', 'emailconsent', 'allowemail', 'receiveemail', 'emailoptin'],
  },
  'patient.call_ok': {
    of: 'patient',
    kind: 'yes_no',
    what: 'may be called; only a no is taken as a withdrawal',
    headings: ['callok', 'phoneok', 'allowcalls', 'voiceok', 'callconsent'],
  },
  'patient.do_not_contact': {
    of: 'patient',
    kind: 'yes_no',
    what: 'yes withdraws consent to every contact',
    headings: ['donotcontact', 'dnc', 'nocontact', 'optout', 'optedout', 'unsubscribed'],
  },
  'patient.do_not_text': {
    of: 'patient',
    kind: 'yes_no',
    what: 'yes withdraws consent to texts',
    headings: ['donottext', 'smsoptout', 'textoptout', 'nosms', 'notext'],
  },
  'patient.do_not_email': {
    of: 'patient',
    kind: 'yes_no',
    what: 'yes withdraws consent to e-mail',
    headings: ['donotemail', 'emailoptout', 'noemail'],
  },
  'patient.do_not_call': {
    of: 'patient',
    kind: 'yes_no',
    what: 'yes withdraws consent to calls',
    headings: ['donotcall', 'calloptout', 'nocalls'],
  },
  'patient.marketing_email': {
    of: 'patient',
    kind: 'yes_no',
    what: 'marketing by e-mail; a no is a withdrawal, a yes grants nothing',
    headings: [
      'marketingemailoptin',
      'acceptedemailmarketing',
      'emailmarketing',
      'marketingemail',
      'newsletter',
    ],
  },
  'patient.marketing_text': {
    of: 'patient',
    kind: 'yes_no',
    what: 'marketing by text; a no is a withdrawal, a yes grants nothing',
    headings: ['acceptedsmsmarketing', 'smsmarketing', 'marketingsms', 'marketingtext'],
  },
  'patient.marketing': {
    of: 'patient',
    kind: 'yes_no',
    what: 'marketing on any channel; a no is a withdrawal, a yes grants nothing',
    headings: ['marketing', 'marketingoptin', 'marketingconsent', 'acceptsmarketing'],
  },
} as const satisfies Record<string, Field>;
