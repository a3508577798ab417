import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import type { ImportResult } from './import-queries.ts';
import { useImportWords } from './import-words.ts';

type Undone = Reply<'previewImportUndo'>;

function previewQuery(importId: string) {
  return queryOptions({
    queryKey: ['import-undo', importId],
    queryFn: ({ signal }) => ask('previewImportUndo', { params: { importId } }, signal),
    // What it would do changes with everything that is done meanwhile.
    gcTime: 0,
    staleTime: 0,
  });
}

/** What goes, what is as before, and what stays and why. */
function UndoneCounts({ undone }: { readonly undone: Undone }) {
  const words = useImportWords().takeBack;
  const formats = useFormats();
  const line = ({ patients, visits, details }: Undone['removed']): string =>
    [
      words.patients(patients, formats.number(patients)),
      words.visits(visits, formats.number(visits)),
      words.details(details, formats.number(details)),
    ].join(' · ');
  return (
    <>
      <dl className="take-back">
        <dt>{words.removed}</dt>
        <dd>{line(undone.removed)}</dd>
        <dt>{words.restored}</dt>
        <dd>{line(undone.restored)}</dd>
      </dl>
      {undone.stays.length === 0 ? (
        <p className="dim">{words.nothingStays}</p>
      ) : (
        <TableScroll label={words.stays}>
          <table className="counts">
            <caption>{words.stays}</caption>
            <tbody>
              {undone.stays.map(({ what, words: why, count }) => (
                <tr key={`${what} ${why}`}>
                  <td>{formats.number(count)}</td>
                  <th scope="row">{what}</th>
                  <td>{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </>
  );
}

function TakeBackDialog({ importId, close }: { readonly importId: string; readonly close: () => void }) {
  const words = useImportWords().takeBack;
  const query = useQuery(previewQuery(importId));
  const change = useChange([]);
  const take = async (): Promise<void> => {
    if (await change.run('undoImport', { params: { importId } }, words.done)) close();
  };
  return (
    <Dialog title={words.title} onClose={close} className="wide">
      <p>{words.explained}</p>
      <Region query={query} rows={3}>
        {(undone) => <UndoneCounts undone={undone} />}
      </Region>
      <ProblemMessage problem={change.problem} />
      <div className="buttons">
        <Button loading={change.busy} disabled={!query.isSuccess} onClick={() => void take()}>
          {words.yes}
        </Button>
        <Button variant="default" disabled={change.busy} onClick={close}>
          {words.no}
        </Button>
      </div>
    </Dialog>
  );
}

/** Takes an import back, for as long as that can be done, after saying what it would do. */
export function TakeBack({ result }: { readonly result: ImportResult }) {
  const words = useImportWords().takeBack;
  const formats = useFormats();
  const may = useMay('imports.change');
  const [open, setOpen] = useState(false);
  if (result.undoneAt !== null)
    return <p className="unsure">{words.wasDone(formats.moment(result.undoneAt))}</p>;
  if (result.undoableUntil === null || !may) return null;
  return (
    <>
      <p>
        <Button variant="default" onClick={() => setOpen(true)}>
          {words.offer}
        </Button>{' '}
        <span className="dim">{words.until(formats.moment(result.undoableUntil))}</span>
      </p>
      {open ? <TakeBackDialog importId={result.id} close={() => setOpen(false)} /> : null}
    </>
  );
}
