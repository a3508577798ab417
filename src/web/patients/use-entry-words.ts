import { wallTime } from '../../kit/instant.ts';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useLanguage, useWords, wordFor } from '../app/words.ts';
import type { Entry } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

/** One entry of the timeline in words: when, what, in whose words, and what else there is to say. */
export interface EntryWords {
  readonly when: string;
  readonly kind: string;
  readonly what: string;
  /** What somebody said or wrote. */
  readonly words: string | null;
  readonly rest: readonly string[];
}

const present = (parts: readonly (string | null | undefined)[]): string[] =>
  parts.filter((part): part is string => part !== null && part !== undefined && part !== '');

/** Says any entry of the timeline. */
export function useEntryWords(): (entry: Entry) => EntryWords {
  const words = useWords();
  const room = usePatientWords();
  const formats = useFormats();
  const language = useLanguage();
  const zone = useSession()?.practice?.zone ?? 'UTC';
  const line = room.timeline;

  const whatOf = ({ kind, code, title, detail, by }: Entry): readonly [string, ...string[]] => {
    switch (kind) {
      case 'visit': {
        const service = title === null ? '' : (inLanguage(title, [language, 'en'])?.text ?? '');
        const status =
          detail.provisional === 'yes'
            ? words.patient.provisional
            : wordFor(words.patient.visitStatuses, code);
        const wait = detail.wait === null || detail.wait === '0' ? null : detail.wait;
        const rest = [by, detail.location, wait == null ? null : line.wait(wait), detail.reason];
        return [present([service, status]).join(' · '), ...present(rest)];
      }
      case 'act': {
        const outcome =
          code in words.outcomes.names
            ? wordFor(words.outcomes.names, code)
            : wordFor(words.patient.actStates, code);
        return [`${detail.title ?? ''}: ${outcome}`, ...present([by])];
      }
      case 'contact':
        return [
          `${wordFor(words.channels, code)}: ${detail.reached === 'yes' ? line.reached : line.notReached}`,
          ...present([by]),
        ];
      case 'note':
        return [
          '',
          ...present([by, detail.edited == null ? null : line.edited(formats.moment(detail.edited))]),
        ];
      case 'detail':
        return ['', ...present([line.toldUs(wordFor(words.patient.detailSources, code)), by])];
      case 'consent': {
        const wish = code === 'granted' ? line.granted : line.withdrawn;
        const channel = wordFor(words.channels, detail.channel ?? '');
        const purpose = wordFor(room.page.purposes, detail.purpose ?? '');
        const source = wordFor(room.page.consentSources, detail.source ?? '');
        return [`${purpose}, ${channel}: ${wish}`, ...present([source, by])];
      }
      case 'promise': {
        const due = detail.due == null || code !== 'made' ? null : line.due(formats.day(detail.due));
        return [wordFor(line.promises, code), ...present([due, by])];
      }
      case 'merge':
        return [wordFor(line.merges, code), ...present([by ?? words.matches.byItself])];
      case 'import':
        return [wordFor(line.imports, code), ...present([detail.files, by])];
      case 'exit':
        return [wordFor(words.patient.exits, code)];
    }
  };

  return (entry) => {
    const [what, ...rest] = whatOf(entry);
    const when = entry.wholeDay
      ? formats.day(wallTime(new Date(entry.at), zone).day)
      : formats.moment(entry.at);
    return { when, kind: wordFor(line.kinds, entry.kind), what, words: entry.words, rest };
  };
}
