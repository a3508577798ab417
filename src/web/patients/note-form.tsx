import { Button, NativeSelect, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMay, useSession } from '../app/session.ts';
import { createStore, useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { selectData } from '../parts/select-data.ts';
import { type Change, useChange } from '../parts/use-change.ts';
import type { Entry } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

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
    <NoteFrame
      text={text}
      setText={setText}
      change={change}
      submit={submit}
      close={close}
      cancel={close}
      explained={words.explained}
    >
      {mayClinical ? (
        <NativeSelect
          label={words.forWhom}
          data={selectData(words.sensitivities)}
          value={sensitivity}
          onChange={(event) => setSensitivity(event.currentTarget.value as Sensitivity)}
        />
      ) : null}
    </NoteFrame>
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
    <NoteFrame
      className="entry-edit"
      text={text}
      setText={setText}
      change={change}
      submit={submit}
      close={close}
      cancel={leave}
    />
  );
}

/** The words of a note and what can be done with them. */
function NoteFrame({
  className,
  text,
  setText,
  change,
  submit,
  close,
  cancel,
  explained,
  children,
}: {
  readonly className?: string;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly change: Change;
  readonly submit: (event: FormEvent) => Promise<void>;
  /** Escape: what was typed stays for the next time. */
  readonly close: () => void;
  readonly cancel: () => void;
  readonly explained?: string;
  readonly children?: ReactNode;
}) {
  const words = usePatientWords().note;
  const common = useWords().common;
  return (
    <form
      className={`inline-form ${className ?? ''}`}
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
        description={explained}
        rows={3}
        maxLength={4000}
        dir="auto"
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {children}
      <div className="buttons">
        <Button type="submit" loading={change.busy} disabled={text.trim() === ''}>
          {common.save}
        </Button>
        <Button variant="subtle" onClick={cancel}>
          {common.cancel}
        </Button>
      </div>
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
    </form>
  );
}
