import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import type { HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';

/** What stands under the name: first visit or long absence, service, clinician, language. */
export function useVisitFacts(): (visit: HuddleVisit) => readonly string[] {
  const words = useHuddleWords();
  const formats = useFormats();
  const language = useLanguage();
  // What everybody speaks here is not worth a word, in whichever language somebody reads the screen.
  const usual = useSession()?.practice?.languages[0] ?? language;
  return (visit) =>
    [
      visit.service === null ? '' : (inLanguage(visit.service, [language, 'en'])?.text ?? ''),
      visit.clinician?.name ?? '',
      visit.minutes === null ? '' : words.minutes(visit.minutes),
      visit.spokenLanguage === null || visit.spokenLanguage.split('-')[0] === usual.split('-')[0]
        ? ''
        : words.speaks(formats.languageName(visit.spokenLanguage)),
      visit.needsInterpreter ? words.interpreter : '',
    ].filter((part) => part !== '');
}

/** `First visit`, or how long somebody was away; undefined where neither is worth a word. */
export function useComing(): (visit: HuddleVisit) => string | undefined {
  const words = useHuddleWords();
  return ({ isFirst, longAway, monthsAway }) => {
    if (isFirst) return words.first;
    return monthsAway !== null && longAway ? words.back(monthsAway) : undefined;
  };
}
