// Fifty ways to get the gate wrong, each one edit of one file. Every one must be caught by the oracle.

export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const inFile =
  (file: string) =>
  (name: string, from: string, to: string): Mutant => ({ name, file, from, to });

const gate = inFile('gate.ts');
const class_ = inFile('class.ts');
const consent = inFile('consent.ts');
const caps = inFile('caps.ts');
const hours = inFile('hours.ts');
const pause = inFile('pause.ts');
const place = inFile('place.ts');
const packs = inFile('policy-packs.ts');
const states = inFile('states.ts');
const codes = inFile('area-codes.ts');
const countries = inFile('countries.ts');
const clock = inFile('clock.ts');

export const mutants: readonly Mutant[] = [
  gate('the dead are written to', "facts.exited === 'died'", "facts.exited === ('alive' as string)"),
  gate(
    'whoever opted out is one who left',
    "facts.exited === 'opted_out'",
    "facts.exited === ('no' as string)",
  ),
  gate(
    'a house in mourning is sent promotion',
    'facts.bereaved && promotion',
    'facts.bereaved && !promotion',
  ),
  gate(
    'a wish for visits alone holds back visits',
    'facts.appointmentsOnly && !ofVisits',
    'facts.appointmentsOnly && ofVisits',
  ),
  gate('an unknown place stops nobody', 'rules.unknown && remote', '!rules.unknown && false'),
  gate('an unknown place stops what a person owes', '!(ask.owed && !ask.automatic)', '!ask.automatic'),
  gate('a machine may go where no rules are known', 'ask.owed && !ask.automatic', 'ask.owed'),
  gate('a cap does not move the hour that is asked for', 'Math.max(until, capped ?? time)', 'until'),
  gate(
    'a pause does not move the hour that is asked for',
    'Math.max(until, capped ?? time)',
    '(capped ?? time)',
  ),
  gate(
    'where no hour fits, any does',
    'if (hours.opens === undefined) return',
    'if (false as boolean) return',
  ),
  class_(
    'what nobody classed is sent',
    "ask.legalClass === 'unknown'",
    "ask.legalClass === ('none' as string)",
  ),
  class_('paid by a third party needs no signature', ' || ask.thirdPartyPaid;', ' && ask.thirdPartyPaid;'),
  class_('an authorisation counts before it is signed', 'one.signedAt.getTime() <= now &&', ''),
  class_(
    'an authorisation without an end counts',
    'one.expiresAt === undefined ? one.endsWithEvent',
    'one.expiresAt === undefined ? true',
  ),
  class_('an authorisation that an event ends needs a day', '? one.endsWithEvent :', '? false :'),
  class_(
    'an event outlives the day',
    '(one.expiresAt === undefined ?',
    '(one.endsWithEvent || one.expiresAt === undefined ?',
  ),
  class_('an authorisation counts after its end', 'one.expiresAt.getTime() > now', 'true'),
  class_('an authorisation that has ended counts', 'one.endedAt.getTime() > now', 'true'),
  class_('a paper that lacks a statement counts', 'one.isWhole &&', ''),
  class_('payment need not be named', '(!ask.thirdPartyPaid || one.coversPayment)', 'true'),
  class_(
    'a marketing class needs no consent to marketing',
    "if (ask.legalClass === 'marketing') return",
    'if (false as boolean) return',
  ),
  class_('German recalls are care', 'pack.advertising.includes(ask.about)', '(pack.advertising.length > 9)'),
  class_('news are no promotion', "ask.about === 'news' || ", ''),
  class_('birthdays are no promotion', "|| ask.about === 'birthday'", ''),
  class_('a sender without an address', '!facts.hasSenderAddress', 'facts.hasSenderAddress && false'),
  class_('advertising without a way out', '!ask.unsubscribe', '(ask.unsubscribe && false)'),
  consent('the oldest word holds', 'later > 0 ||', 'later < 0 ||'),
  consent('of two words of one moment the yes wins', 'later === 0 && !b.granted', 'later === 0 && b.granted'),
  consent('a word on all channels is not heard', "[ask.channel, 'any']", '[ask.channel]'),
  consent(
    'a machine does not heed the other use of the telephone',
    'ask.automatic && other',
    '!ask.automatic && false && other',
  ),
  consent('people heed it too', 'ask.automatic && other', 'other'),
  consent(
    'an older no to the other use of the telephone wins',
    'sibling.at.getTime() >= own.at.getTime()',
    'true',
  ),
  consent('feedback needs no consent', "purpose === 'care' || own", "purpose !== 'marketing' || own"),
  consent('a stop of everything is of one channel', 'return revokeAll || ofChannel', 'return ofChannel'),
  consent('a stop of promotion stops care', "scope === 'number' || promotion", 'true || promotion'),
  consent('a stopped number is called', "(scope === 'number' || promotion)", 'promotion'),
  consent('a confidential wish is not heard', 'if (!wished)', 'if (!wished && false)'),
  consent(
    'something is left on the machine',
    'ask.voicemail && facts.neverVoicemail',
    'false && facts.neverVoicemail',
  ),
  caps('what is owed is capped', 'ask.owed || ', ''),
  caps('a cap counts one more', 'contacts[most - 1]', 'contacts[most]'),
  caps('a cap ends a day early', 'clock, day + days, now', 'clock, day + days - 1, now'),
  caps('the law sets no most', 'Math.min(most, pack.most[span])', 'Math.max(most, pack.most[span] * 0)'),
  caps('weeks have eight days', 'look(7, ', 'look(8, '),
  hours('an answer keeps quiet hours', '(ask.answering && rules', '(!ask.answering && false && rules'),
  hours('texts keep no hours', " || ask.channel === 'text';", ';'),
  hours('the law of one zone is enough', 'rules.zones.some((clock)', 'rules.zones.slice(0, 1).some((clock)'),
  pause('an open case pauses nothing', 'if (facts.openCase)', 'if (facts.openCase && false)'),
  pause('a broken promise pauses what is owed', '!ask.owed && (promotion', '(promotion'),
  pause('a review is asked for in the middle of a case', " || ask.about === 'review'", ''),
  pause('stale by a day more', 'policy.staleHours * hourMs', '(policy.staleHours + 24) * hourMs'),
  pause('people too are stopped by a stale schedule', 'ask.automatic && ask.about', 'ask.about'),
  place(
    'an unknown code is in the practice\u2019s zone',
    'state === undefined ? everyZone',
    'state === undefined ? []',
  ),
  place('a state that does not exist has no rules', 'if (!isState(state)) unknown = true;', ''),
  place('Texas keeps no hours for texts', "(channel === 'call' || hours.texts)", "channel === 'call'"),
  packs('Florida calls until nine', 'FL: { week: daily(8, 20)', 'FL: { week: daily(8, 21)'),
  packs('Texas begins at nine on Sundays', '[12 * 60, 21 * 60]', '[9 * 60, 21 * 60]'),
  packs('Rhode Island calls on Saturdays', 'day <= 5', 'day <= 6'),
  packs('Connecticut begins at eight', 'CT: { week: daily(9, 20)', 'CT: { week: daily(8, 20)'),
  packs('Texts to Texas are bound a year too late', "'2025-09-01' as", "'2026-09-01' as"),
  states('all of Arizona stands still', "['AZ', 'America/Phoenix', mountain]", "['AZ', 'America/Phoenix']"),
  states('Hawaii is in California', "['HI', 'Pacific/Honolulu']", "['HI', pacific]"),
  states('El Paso is in Dallas', "['915', mountain]", "['915', central]"),
  codes(
    'Toronto is in New York',
    "'204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418",
    "'204 226",
  ),
  countries('British numbers are German', "['GB', '44', 'Europe/London'", "['GB', '944', 'Europe/London'"),
  clock('the week begins on Sunday', '(day + 3) % 7', '(day + 4) % 7'),
];
