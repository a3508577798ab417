import { message } from '../../words/message.ts';

/** What is said here, in English; `es.po` beside it has the Spanish. */
export const en = {
  title: 'Who is drifting',
  lead: 'Late against their own rhythm, and nothing booked. The call that is worth most comes first; Today has them as there are minutes.',
  asOf: message('By the scores of {day}.', 'day'),
  all: message('All ({n})', 'n'),
  drifting: message('Drifting ({n})', 'n'),
  overdue: message('Overdue ({n})', 'n'),
  first: message('The first {n} are shown.', 'n'),
  none: 'Nobody is drifting',
  noneExplained: 'Every patient who has been scored is on their rhythm, new, or has a visit booked.',
  notScored: 'Nobody has been scored yet',
  notScoredExplained: 'It takes past visits: bring in a list of them.',
  toImport: 'Import',
  patient: 'Patient',
  service: 'Service',
  last: 'Last here',
  silent: 'Silent',
  comes: 'Comes without a call',
  days: message('{n, plural, one {# day} other {# days}}', 'n'),
  usual: message(
    'usually {usual} days (from {gaps, plural, one {# gap} other {# gaps}}); longer than {percentile} of 100 of their gaps',
    'usual',
    'gaps',
    'percentile',
  ),
  usualOfService: message('typical for this service: {usual} days; little history of their own', 'usual'),
  chance: message('{n} in 100 ({low} to {high})', 'n', 'low', 'high'),
  state: { drifting: 'drifting', overdue: 'overdue' },
};
