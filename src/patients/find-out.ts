import { daysBetween, type LocalDate } from '../kit/local-date.ts';

/** What is worth finding out of a patient, the most useful first. */
export type Question = 'texts' | 'reach' | 'name' | 'matters' | 'fear' | 'found_us';

/** Nobody is asked the same thing twice within a season. */
export const restDays = 90;

export interface Asked {
  readonly question: Question;
  readonly on: LocalDate;
  readonly answered: boolean;
}

/** What is known of a patient already, as far as a question would bring it. */
export interface Known {
  readonly hasMobile: boolean;
  /** They said yes or no to texts about their care. */
  readonly saidOfTexts: boolean;
  readonly waysToReach: number;
  readonly preferredName: boolean;
  /** Kinds of what they told us. */
  readonly details: readonly string[];
  readonly visits: number;
}

// How somebody found us is remembered while they are new.
const newVisits = 3;

function isOpen(question: Question, known: Known): boolean {
  switch (question) {
    case 'texts':
      return known.hasMobile && !known.saidOfTexts;
    case 'reach':
      return known.waysToReach !== 1;
    case 'name':
      return !known.preferredName;
    case 'matters':
      return !known.details.some((kind) => kind !== 'fear');
    case 'fear':
      return !known.details.includes('fear');
    case 'found_us':
      return known.visits <= newVisits;
  }
}

const inOrder: readonly Question[] = ['texts', 'reach', 'name', 'matters', 'fear', 'found_us'];

/**
 * The one thing to find out next; undefined: everything is known, or was asked within the season. One a day: whoever
 * answered something today is not asked another.
 * @param may questions that the reader may write the answer of
 */
export function nextQuestion(
  known: Known,
  asked: readonly Asked[],
  today: LocalDate,
  may: (question: Question) => boolean = () => true,
): Question | undefined {
  if (asked.some(({ on }) => on === today)) return undefined;
  return inOrder.find((question) => {
    const times = asked.filter((one) => one.question === question);
    if (times.some(({ answered }) => answered)) return false;
    if (times.some(({ on }) => daysBetween(on, today) < restDays)) return false;
    return isOpen(question, known) && may(question);
  });
}
