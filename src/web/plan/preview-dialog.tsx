import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { PatientName } from '../parts/patient-name.tsx';
import { Region } from '../parts/region.tsx';
import { previewQuery, type Wish } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';

type Preview = Reply<'previewPlan'>;

function Acts({ heading, list }: { readonly heading: string; readonly list: Preview['added'] }) {
  const words = useWords();
  const room = usePlanWords();
  if (list.count === 0) return null;
  return (
    <>
      <h3>{heading}</h3>
      <ul className="preview-acts">
        {list.acts.map((act) => (
          <li key={`${act.patientId} ${act.title}`}>
            <PatientName name={act.patientName} /> <span className="dim">{act.title}</span>{' '}
            <span className="dim">{words.common.minutes(act.minutes)}</span>
          </li>
        ))}
        {list.count > list.acts.length ? (
          <li className="dim">{room.preview.more(list.count - list.acts.length)}</li>
        ) : null}
      </ul>
    </>
  );
}

/** What tomorrow would be. Nothing is changed before somebody says so. */
export function PreviewDialog({
  title,
  wish,
  apply,
  onClose,
}: {
  readonly title: string;
  readonly wish: Wish;
  readonly apply: () => void;
  readonly onClose: () => void;
}) {
  const room = usePlanWords();
  const formats = useFormats();
  const query = useQuery(previewQuery(wish));
  return (
    <Dialog title={title} onClose={onClose} className="plan-dialog">
      <Region query={query} rows={4}>
        {(preview) => (
          <>
            <p>
              {room.preview.day(
                formats.day(preview.day),
                preview.before.acts,
                preview.before.minutes,
                preview.after.acts,
                preview.after.minutes,
                preview.available,
              )}{' '}
              {room.preview.week(preview.aWeek.before, preview.aWeek.after)}
            </p>
            {preview.added.count + preview.removed.count === 0 ? <p>{room.preview.same}</p> : null}
            <Acts heading={room.preview.added(preview.added.count)} list={preview.added} />
            <Acts heading={room.preview.removed(preview.removed.count)} list={preview.removed} />
          </>
        )}
      </Region>
      <div className="save-row">
        <Button disabled={query.data === undefined} onClick={apply}>
          {room.preview.apply}
        </Button>
        <Button variant="default" onClick={onClose}>
          {room.edit.close}
        </Button>
      </div>
    </Dialog>
  );
}
