import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import { usePatientWords } from './patient-words.ts';

// As the contract has it; the same in every language, so that nobody is asked for a word that the server does not know.
const word = 'ERASE';

/** Erases a patient at their own wish: the one act on a patient that has no undo, so it asks for a word. */
export function ErasePatient({ patientId }: { readonly patientId: string }) {
  const words = usePatientWords().erase;
  const may = useMay('patients.erase');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <div className="patient-wide">
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        {words.offer}
      </button>
      {open ? <EraseDialog patientId={patientId} close={() => setOpen(false)} /> : null}
    </div>
  );
}

function EraseDialog({ patientId, close }: { readonly patientId: string; readonly close: () => void }) {
  const words = usePatientWords().erase;
  const all = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useChange(['patients', 'list']);
  const [typed, setTyped] = useState('');
  const erase = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== word) return;
    const input = { params: { patientId }, body: { word } } as const;
    if (!(await change.run('erasePatient', input, words.done))) return;
    client.removeQueries({ queryKey: ['patients'] });
    client.removeQueries({ queryKey: ['today'] });
    await navigate({ to: '/patients' });
  };
  return (
    <Dialog title={words.title} onClose={close}>
      <form onSubmit={(event) => void erase(event)}>
        <p>{words.explained}</p>
        <p>
          <strong>{words.never}</strong>
        </p>
        <TextInput
          label={words.type(word)}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <ProblemMessage problem={change.problem} />
        <div className="buttons">
          <Button type="submit" loading={change.busy} disabled={typed.trim() !== word}>
            {words.yes}
          </Button>
          <Button variant="default" disabled={change.busy} onClick={close}>
            {all.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
