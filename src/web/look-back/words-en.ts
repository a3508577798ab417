import { message } from '../../words/message.ts';

/** What is said here, in English; `es.po` beside it has the Spanish. */
export const en = {
  title: 'Looking back a year',
  none: 'There is no visit to look back on yet',
  noneExplained: 'Bring in a list of past visits; a minute later this page says what could have been known.',
  toImport: 'Import',
  waiting: 'We are looking back over your visits',
  waitingExplained: 'It takes less than a minute; this page fills itself.',
  active: message(
    'On {day} you would have called {n} patients active: they had been seen within the 18 months before, and had no visit booked.',
    'day',
    'n',
  ),
  didNotReturn: message('{n} of them did not come in the year that followed.', 'n'),
  named: message(
    'We would have named {n}: {away} of them stayed away ({low} to {high} %), {came} came anyway.',
    'n',
    'away',
    'low',
    'high',
    'came',
  ),
  earlier: message(
    'For those who stayed away that is a median of {days} days before the 18-month rule would have said so (half of them {from} to {to} days).',
    'days',
    'from',
    'to',
  ),
  nobodyNamed:
    'We would have named nobody: of each patient it was more likely that they come than that they stay away.',
  tooFew: message(
    'There are counts only: {n} patients to tell the two lists apart by, and {needed} are needed.',
    'n',
    'needed',
  ),
  sentence: message(
    'Of {n} patients on a list, how many stayed away: ours {ours} %, those away longest {longest} %, all active ones {all} %.',
    'n',
    'ours',
    'longest',
    'all',
  ),
  listHead: 'List',
  shareHead: 'Stayed away',
  ours: message('Our list of {n}', 'n'),
  longest: message('The {n} who had been away longest', 'n'),
  everybody: message('All {n} active ones', 'n'),
  share: message('{share} % ({low} to {high}), n {n}', 'share', 'low', 'high', 'n'),
  cannotTell: 'What the files cannot tell',
  caveats: {
    bookings_unknown:
      'When visits were booked: some of those named may have had a visit in the book already. The list of all appointments with the day each was made has it.',
    exits_unknown:
      'Who left: nobody in the record has. If patients who left were not in the export, more stayed away than is counted here.',
    history_short:
      'Enough before that day: the record begins shortly before it, and rhythms had hardly begun.',
  },
  method: 'How this was made',
  methodSaid: message(
    'Nothing after {day} was shown to the model. It was fitted on {n} patients ({model}), and then asked for each active patient how likely a visit within {horizon} days was; we would have named those under 50 %.',
    'day',
    'n',
    'model',
    'horizon',
  ),
  quality: message(
    'Brier score {ours} ({low} to {high}); the 18-month rule has {rule}. Lower is better; it is the mean squared distance between what was said and what came. n {n}.',
    'ours',
    'low',
    'high',
    'rule',
    'n',
  ),
  order: message(
    'Of two patients, one who came and one who did not, the model had the one who came first in {ours} of 100 pairs ({low} to {high}); the days since the last visit alone in {recency}.',
    'ours',
    'low',
    'high',
    'recency',
  ),
  made: message('Looked at: {when}; the record goes to {day}.', 'when', 'day'),
  calls: 'Ten to call this week',
  callsExplained:
    'The calls that keep most visits, as if there were minutes for all; each has passed the rules on whom we may call. On Today they come as there are minutes.',
  noCalls: 'There is nobody to call this week: no patient is due who may be called and has no visit booked.',
  noPhone: 'no telephone number',
  print: 'Print the list',
  keys: { print: 'Print the calls of the week' },
  worth: message('about {n} more visits from a hundred such calls ({low} to {high})', 'n', 'low', 'high'),
  tick: 'Reached / booked for',
};
