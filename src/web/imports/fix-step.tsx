import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import type { Looked, Upload, VisitStatus } from './import-queries.ts';
import { type ImportWords, useImportWords } from './import-words.ts';
import { StepFrame } from './step-frame.tsx';
import type { UploadDesk } from './use-upload.ts';

type Word = Looked['statuses'][number];

const statusNames = (words: ImportWords): readonly VisitStatus[] =>
  Object.keys(words.visitStatuses) as VisitStatus[];

/** One word may stand in several files. */
function gather(look: Upload['look']): readonly Word[] {
  const all = new Map<string, Word>();
  for (const { statuses } of look?.files ?? []) {
    for (const word of statuses) {
      const before = all.get(word.word.toLowerCase());
      all.set(word.word.toLowerCase(), { ...word, count: word.count + (before?.count ?? 0) });
    }
  }
  return [...all.values()];
}

function WordTable({
  list,
  meant,
  choose,
}: {
  readonly list: readonly Word[];
  readonly meant: (word: Word) => VisitStatus | '';
  readonly choose: (word: string, status: VisitStatus | null) => void;
}) {
  const words = useImportWords();
  const formats = useFormats();
  return (
    <TableScroll label={words.fix.heading}>
      <table className="columns words">
        <thead>
          <tr>
            <th scope="col">{words.fix.head.word}</th>
            <th scope="col" className="figure">
              {words.fix.head.rows}
            </th>
            <th scope="col">{words.fix.head.means}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((word) => (
            <tr key={word.word}>
              <th scope="row">
                <Note>{word.word}</Note>
              </th>
              <td className="figure">{formats.number(word.count)}</td>
              <td>
                <select
                  aria-label={words.fix.means(word.word)}
                  value={meant(word)}
                  onChange={(event) =>
                    choose(word.word, event.target.value === '' ? null : (event.target.value as VisitStatus))
                  }
                >
                  {word.becomes === null || word.byHand ? (
                    <option value="">{words.fix.notKnown}</option>
                  ) : null}
                  {statusNames(words).map((status) => (
                    <option key={status} value={status}>
                      {words.visitStatuses[status]}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** What has to be said by hand before the check: what status words mean that nobody knows. */
export function FixStep({ upload, desk }: { readonly upload: Upload; readonly desk: UploadDesk }) {
  const words = useImportWords();
  const [open, setOpen] = useState(false);
  const { look, mapping } = upload;
  const all = gather(look);
  // Stays in this table once it has been given a meaning: a row that jumps away looks like a mistake.
  const unknown = all.filter(({ becomes, byHand }) => becomes === null || byHand);
  const known = all.filter((word) => !unknown.includes(word));
  const meant = (word: Word): VisitStatus | '' => {
    const byHand = Object.entries(mapping.statuses).find(([one]) => one === word.word)?.[1];
    return byHand ?? word.becomes ?? '';
  };
  const left = unknown.filter((word) => meant(word) === '').length;
  const problems =
    look?.files.flatMap(({ name, problem }) => (problem === null ? [] : [{ name, problem }])) ?? [];
  return (
    <StepFrame
      step="fix"
      upload={upload}
      heading={words.fix.heading}
      lead={words.fix.lead}
      back={() => desk.go('match')}
      onward={{ go: desk.startCheck, disabled: look?.whole !== true }}
    >
      <ProblemMessage problem={desk.problem} />
      {problems.map(({ name, problem }) => (
        <p key={`${name} ${problem}`} className="problem">
          <Note>{name}</Note>: {words.match.problem} {problem}{' '}
          <button type="button" className="link" onClick={() => desk.go('match')}>
            {words.fix.back}
          </button>
        </p>
      ))}
      {left === 0 && problems.length === 0 ? <p>{words.fix.nothing}</p> : null}
      {left === 0 ? null : (
        <p role="status" className="doubtful">
          {words.fix.unknown(left)}
        </p>
      )}
      {unknown.length === 0 ? null : <WordTable list={unknown} meant={meant} choose={desk.chooseStatus} />}
      {known.length === 0 ? null : (
        <p className="toggle">
          {words.fix.known(known.length)}:{' '}
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? words.match.hide : words.match.show}
          </button>
        </p>
      )}
      {open ? <WordTable list={known} meant={meant} choose={desk.chooseStatus} /> : null}
    </StepFrame>
  );
}
