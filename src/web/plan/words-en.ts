import { message } from '../../words/message.ts';

/** What is said here, in English; `es.po` beside it has the Spanish. */
export const en = {
  statement: 'What it is for',
  statementExplained: 'The mission stands on what you print and send.',
  objective: 'Objective, in one sentence',
  mission: 'Mission, in one line',
  methods: 'How you work, one line each',
  used: message('{used} minutes a week are asked for, {available} are there', 'used', 'available'),
  keys: '↑ ↓ choose, Enter edit, Space on or off, v tomorrow',
  aWeek: 'A week',
  cost: message('{occasions}×, {minutes} min', 'occasions', 'minutes'),
  byItself: message('{occasions}×, by itself', 'occasions'),
  none: 'never of late',
  triggers: {
    treatment_unfinished: 'treatment left unfinished',
    price_before: 'before a visit that costs',
    welcome: 'asked about us, nothing booked',
    feedback: 'they told us something',
    on_date: 'a date of the year',
  },
  starter: 'Add what the starter plan has and yours has not',
  starterAdded: 'Added, switched off.',
  evidence: {
    column: 'Evidence',
    standings: { proven: 'proven', testing: 'testing', untested: 'untested', stopped: 'stopped' },
    openOf: message('{standing}: what stands behind {title}', 'standing', 'title'),
    provenLine: message(
      '{withIt} instead of {without} in 100 missed it; {n} families',
      'withIt',
      'without',
      'n',
    ),
    testingLine: message(
      '{treated} families with it, {held} without; {needed} needed',
      'treated',
      'held',
      'needed',
    ),
    stoppedLine: message(
      'done for {n, plural, one {# patient} other {# patients}}{day, select, empty {} other {, last on {day}}}',
      'n',
      'day',
    ),
    untestedLine: message('done for {n, plural, one {# patient} other {# patients}}, nobody held out', 'n'),
    neverDone: 'not done yet',
    own: 'In your practice',
    elsewhere: 'Elsewhere',
    counted: message(
      'Held out by lot: {share} % of families. Counted so far: {treated} of {neededTreated} with it, {held} of {neededHeld} without.',
      'share',
      'treated',
      'neededTreated',
      'held',
      'neededHeld',
    ),
    shares: message(
      'Without it {without} in 100 missed their visit; with it {withIt} (likely {low} to {high}; {n} families). Your numbers are drawn together with what is known elsewhere, each by its precision.',
      'without',
      'withIt',
      'low',
      'high',
      'n',
    ),
    noComparison:
      'Nobody is held out, so nobody can tell whether it helps. To find out, set a comparison group: a share of families, drawn by lot, for whom it is not done.',
    findings: {
      not_counted:
        'Families are drawn and kept apart. Whether it helped is not counted yet: for an act of this kind that takes more than the list of acts.',
      too_few:
        'The result stays hidden until the planned number is reached, so that nobody stops in a lucky week.',
      split:
        'Do not use: the two groups are not as large as the lot would make them, so something else decided who came into which.',
      open: 'The planned number is reached, and the range includes no difference: no evidence yet.',
      helps: 'The planned number is reached, and the whole range is on the side of fewer missed visits.',
      harms: 'The planned number is reached, and more visits were missed with it than without. Stop it.',
    },
  },
  elsewhere: {
    reminder:
      'Patients who were reminded missed 26.3 of 100 visits, others 39.8 (n = 502; Youssef 2014); in dentistry 3.0 instead of 9.4, whichever way they were reminded (Reekie 1998).',
    recallCall:
      'Of those overdue for a vaccination, 1.75 times as many came when they were called (1.20 to 2.54; Cochrane CD003941). Yours is one call more for people who know you: expect less.',
    recallLetter:
      'Of those overdue for a vaccination, 1.29 times as many came when they had a letter (1.21 to 1.38; Cochrane CD003941). Yours is one letter more for people who know you: expect less.',
    recallText:
      'Of those overdue for a vaccination, 1.29 times as many came when they had a text (1.15 to 1.44; Cochrane CD003941). Yours is one text more for people who know you: expect less.',
    checkIn:
      'After a call or e-mail of their clinician 87.7 of 100 were very satisfied, without 79.4 (8.3 more, 4.0 to 12.6; Patel 2013). Another trial of calls and texts saw no difference (n = 251; Shuen 2018). Of coming back we know no trial.',
    thanks:
      'Thank-you calls changed nothing among about 500,000 people (Samek and Longfield), nor did handwritten cards among 10,000 (Adena 2025); both were givers, not patients. No effect is claimed for cards and gifts.',
    birthday: 'We know of no trial of birthday cards. No effect is claimed for cards and gifts.',
    none: 'We know of no trial of this.',
  },
  edit: {
    heading: 'Change a touchpoint',
    minutes: 'Minutes',
    role: 'Who',
    channel: 'How',
    channelExplained: 'E-mail and text go by themselves and need a template.',
    template: 'Template',
    templateExplained: 'Its code, as on the page of templates.',
    legalClass: 'In law',
    classes: {
      follows: 'follows from what it is for',
      treatment: 'treatment',
      operations: 'running the practice',
      marketing: 'marketing: needs a signed authorisation',
      unknown: 'nobody knows yet: never sent',
    },
    restDays: 'Days of rest for the same patient',
    restExplained: 'Empty: whenever there is an occasion.',
    holdOut: 'Comparison group, % of families',
    holdOutExplained:
      'Drawn by lot; for them it is not done, so that you learn whether it helps. 0: everybody gets it.',
    script: message('Words ({language})', 'language'),
    preview: 'Tomorrow with this',
    close: 'Close',
  },
  preview: {
    heading: 'Tomorrow with this change',
    onOff: message(
      '{on, select, yes {Tomorrow with it on} other {Tomorrow without it}}: {title}',
      'on',
      'title',
    ),
    day: message(
      '{day}: {before, plural, one {# act} other {# acts}} in {beforeMinutes} minutes would be {after, plural, one {# act} other {# acts}} in {afterMinutes}, of {available}.',
      'day',
      'before',
      'beforeMinutes',
      'after',
      'afterMinutes',
      'available',
    ),
    week: message('A week: {before} minutes would be {after}.', 'before', 'after'),
    added: message('{n, plural, one {# act more} other {# acts more}}', 'n'),
    removed: message('{n, plural, one {# act less} other {# acts less}}', 'n'),
    same: 'Tomorrow would be the same.',
    more: message('and {n} more', 'n'),
    apply: 'Do it',
  },
  versions: {
    heading: 'Versions of the plan',
    link: 'Versions',
    explained: 'Every save is kept. Bringing one back makes it the newest.',
    empty: 'The plan is as it began.',
    by: 'By',
    what: 'What',
    when: 'When',
    restore: 'Bring back',
    restoreOf: message('Bring back version {n}', 'n'),
    restored: message('Version {n} is back.', 'n'),
    newest: 'newest',
    back: 'Back to the plan',
    console: 'at the console',
  },
};
