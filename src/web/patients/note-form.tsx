import { Button, NativeSelect, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMay, useSession } from '../app/session.ts';
import { createStore, useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { selectData } from '../parts/select-data.ts';
import { useChange } from '../parts/use-change.ts';
import type { Entry } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

// By staff member and patient, in memory: what was typed outlives an ended session, a failed save and a look elsewhere,
// and whoever signs in next does not find it.
const drafts = createStore<Readonly<Record<string, string | undefined>>>({});

/** What was typed so far about a patient, or for a note that is said otherwise. @param before where nothing was */
function useDraft(of: string, before = ''): readonly [string, (text: string | undefined) => void] {
  const key = `${useSession()?.staffMemberId ?? ''} ${of}`;
  const text = useStore(drafts)[key] ?? before;
  return [text, (next) => drafts.set((now) => ({ ...now, [key]: next }))];
}

type Sensitivity = 'team' | 'clinical';

/** A new note. */
export function NoteForm({ patientId, close }: { readonly patientId: string; readonly close: () => void }) {
  const words = usePatientWords().note;
  const common = useWords().common;
  const mayClinical = useMay('notes.clinical');
  const change = useChange(['patients']);
  const [text, setText] = useDraft(patientId);
  const [sensitivity, setSensitivity] = useState<Sensitivity>('team');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { words: text.trim(), sensitivity };
    if (body.words === '' || change.busy) return;
    if (!(await change.run('addNote', { params: { patientId }, body }, words.saved))) return;
    setText(undefined);
    close();
  };
  return (
    <form
      className="inline-form"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <Textarea
        className="wide"
        label={words.words}
        description={words.explained}
        rows={3}
        maxLength={4000}
        dir="auto"
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {mayClinical ? (
        <NativeSelect
          label={words.forWhom}
          data={selectData(words.sensitivities)}
          value={sensitivity}
          onChange={(event) => setSensitivity(event.currentTarget.value as Sensitivity)}
        />
      ) : null}
      <div className="buttons">
        <Button type="submit" loading={change.busy} disabled={text.trim() === ''}>
          {common.save}
        </Button>
        <Button variant="subtle" onClick={close}>
          {common.cancel}
        </Button>
      </div>
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
    </form>
  );
}

/** A note that is said otherwise, in its place. */
export function EditNote({
  patientId,
  entry,
  close,
}: {
  readonly patientId: string;
  readonly entry: Entry;
  readonly close: () => void;
}) {
  const words = usePatientWords().note;
  const common = useWords().common;
  const change = useChange(['patients']);
  const [text, setText] = useDraft(entry.key, entry.words ?? '');
  const leave = () => {
    setText(undefined);
    close();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const params = { patientId, noteId: entry.key.slice('note:'.length) };
    const body = { words: text.trim() };
    if (await change.run('changeNote', { params, body }, words.changed)) leave();
  };
  return (
    <form className="inline-form entry-edit" onSubmit={(event) => void submit(event)}>
      <Textarea
        className="wide"
        label={words.words}
        rows={3}
        maxLength={4000}
        dir="auto"
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="buttons">
        <Button type="submit" loading={change.busy} disabled={text.trim() === ''}>
          {common.save}
        </Button>
        <Button variant="subtle" onClick={leave}>
          {common.cancel}
        </Button>
      </div>
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
    </form>
  );
}
