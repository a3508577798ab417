import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { useChange } from '../parts/use-change.ts';
import { EditNote } from './note-form.tsx';
import type { Entry } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import type { EntryWords } from './use-entry-words.ts';

// A label is heard: its beginning tells notes apart.
const labelLength = 40;

function NoteButtons({
  patientId,
  entry,
  edit,
}: {
  readonly patientId: string;
  readonly entry: Entry;
  readonly edit: () => void;
}) {
  const words = usePatientWords().note;
  const common = useWords().common;
  const change = useChange(['patients']);
  const params = { patientId, noteId: entry.key.slice('note:'.length) };
  const beginning = (entry.words ?? '').slice(0, labelLength);
  const remove = () =>
    void change.run('removeNote', { params, query: {} }, words.removed, () => {
      void change.run('removeNote', { params, query: { restore: 'true' } });
    });
  return (
    <span className="entry-buttons">
      {entry.detail.mine === 'yes' ? (
        <button type="button" className="quiet small" aria-label={words.editLabel(beginning)} onClick={edit}>
          {words.edit}
        </button>
      ) : null}
      <button
        type="button"
        className="quiet small"
        aria-label={words.removeLabel(beginning)}
        onClick={remove}
      >
        {common.remove}
      </button>
    </span>
  );
}

/** One line of the timeline. */
export function TimelineEntry({
  patientId,
  entry,
  said,
}: {
  readonly patientId: string;
  readonly entry: Entry;
  readonly said: EntryWords;
}) {
  const words = useWords();
  const line = usePatientWords().timeline;
  const mayNote = useMay('notes.change');
  const [editing, setEditing] = useState(false);
  if (editing) return <EditNote patientId={patientId} entry={entry} close={() => setEditing(false)} />;
  const locked =
    entry.kind === 'note' && entry.code === 'clinical'
      ? line.clinical
      : entry.kind === 'detail' && entry.detail.sharing !== 'say'
        ? wordFor(words.sharing, entry.detail.sharing ?? '')
        : undefined;
  return (
    <>
      <span className="entry-when">{said.when}</span>
      <span className="entry-kind">{said.kind}</span>
      <span className="entry-what">
        {locked === undefined ? null : (
          <span className="locked">
            <IconLock size={16} aria-hidden="true" /> {locked}:{' '}
          </span>
        )}
        {said.what === '' ? null : <Note>{said.what}</Note>}
        {said.words === null ? null : (
          <>
            {said.what === '' ? null : ' – '}
            <Note>{said.words}</Note>
          </>
        )}{' '}
        {said.rest.length === 0 ? null : (
          <span className="source">
            <bdi>{said.rest.join(', ')}</bdi>
          </span>
        )}
        {entry.kind === 'note' && mayNote ? (
          <NoteButtons patientId={patientId} entry={entry} edit={() => setEditing(true)} />
        ) : null}
      </span>
    </>
  );
}
