import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import type { Looked, LookedColumn, Mapping } from './import-queries.ts';
import { type ImportWords, useImportWords } from './import-words.ts';

type FieldName = keyof ImportWords['fields'];

function fieldsOf(words: ImportWords, owner: 'patient' | 'visit'): readonly FieldName[] {
  return (Object.keys(words.fields) as FieldName[]).filter((name) => name.startsWith(`${owner}.`));
}

/** What a person chose for a column, or what was found. */
function chosen(column: LookedColumn, mapping: Mapping): string {
  const byHand = mapping.columns[column.heading];
  return (byHand === undefined ? column.field : byHand) ?? '';
}

function sureWords(column: LookedColumn, words: ImportWords): string {
  if (column.left !== null) return words.match.left[column.left];
  if (column.sure === 'some_unlike') return words.match.sure.some_unlike(column.fits);
  return column.sure === 'not_used' ? '' : words.match.sure[column.sure];
}

function Row({
  column,
  mapping,
  choose,
}: {
  readonly column: LookedColumn;
  readonly mapping: Mapping;
  readonly choose: (heading: string, field: string | null) => void;
}) {
  const words = useImportWords();
  const formats = useFormats();
  const hidden = column.left === 'clinical' || column.left === 'secret';
  const doubtful = ['some_unlike', 'likely', 'by_content'].includes(column.sure);
  return (
    <tr data-left={column.left !== null}>
      <th scope="row">
        <bdi>{column.heading}</bdi>
      </th>
      <td className="example">
        {hidden ? <span className="dim">{words.match.hidden}</span> : <Note>{column.examples[0] ?? ''}</Note>}
      </td>
      <td>
        {column.left === 'secret' ? (
          words.match.leaveOut
        ) : (
          <select
            aria-label={words.match.goesTo(column.heading)}
            value={chosen(column, mapping)}
            onChange={(event) =>
              choose(column.heading, event.target.value === '' ? null : event.target.value)
            }
          >
            <option value="">{words.match.leaveOut}</option>
            <optgroup label={words.match.ofPatient}>
              {fieldsOf(words, 'patient').map((name) => (
                <option key={name} value={name}>
                  {words.fields[name]}
                </option>
              ))}
            </optgroup>
            <optgroup label={words.match.ofVisit}>
              {fieldsOf(words, 'visit').map((name) => (
                <option key={name} value={name}>
                  {words.fields[name]}
                </option>
              ))}
            </optgroup>
          </select>
        )}
      </td>
      <td className={doubtful ? 'doubtful' : ''}>
        {sureWords(column, words)}
        {column.addsCode === null ? null : (
          <span className="dim">
            {' · '}
            {words.match.addCode(
              column.addsCode.count,
              formats.number(column.addsCode.count),
              column.addsCode.code,
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

/** The columns of one file and where they go; what is not used is folded away. */
export function ColumnTable({
  file,
  mapping,
  choose,
}: {
  readonly file: Looked;
  readonly mapping: Mapping;
  readonly choose: (heading: string, field: string | null) => void;
}) {
  const words = useImportWords();
  const [open, setOpen] = useState(false);
  // What a person left out by hand stays where it was: a row that jumps away looks like a mistake.
  const used = file.columns.filter(
    (column) => column.left === null || column.left === 'clinical' || column.left === 'by_hand',
  );
  const rest = file.columns.filter((column) => !used.includes(column));
  return (
    <>
      <TableScroll label={words.match.heading}>
        <table className="columns">
          <thead>
            <tr>
              <th scope="col">{words.match.head.column}</th>
              <th scope="col">{words.match.head.example}</th>
              <th scope="col">{words.match.head.goesTo}</th>
              <th scope="col">{words.match.head.sure}</th>
            </tr>
          </thead>
          <tbody>
            {[...used, ...(open ? rest : [])].map((column) => (
              <Row key={column.heading} column={column} mapping={mapping} choose={choose} />
            ))}
          </tbody>
        </table>
      </TableScroll>
      {rest.length === 0 ? null : (
        <p>
          {words.match.notUsed(rest.length)}:{' '}
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? words.match.hide : words.match.show}
          </button>
        </p>
      )}
    </>
  );
}
