import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Input } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import { type ChosenPatient, FindPatient } from '../patients/find-patient.tsx';
import { useEnquiriesWords } from './enquiries-words.ts';
import '../parts/inline-form.css';

type Body = Input<'notePhoneCall'>['body'];
const kinds = ['enquiry', 'question', 'call_me', 'move_request'] as const;
const empty = { givenName: '', familyName: '', phone: '', email: '', needs: '', wants: '', expects: '' };

/** Somebody called: who they are, what they need, and how we reach them, in one breath. */
export function PhoneNote({ close }: { readonly close: () => void }) {
  const words = useEnquiriesWords();
  const common = useWords().common;
  const formats = useFormats();
  const change = useChange(['inbound']);
  const [kind, setKind] = useState<Body['kind']>('enquiry');
  const [typed, setTyped] = useState(empty);
  const [patient, setPatient] = useState<ChosenPatient>();
  // Of this form: pressed twice, it is one note.
  const [clientKey] = useState(() => crypto.randomUUID());
  const say = words.note;
  const set = (name: keyof typeof empty) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setTyped((before) => ({ ...before, [name]: value }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { givenName, familyName, phone, email, needs, ...rest } = typed;
    // Of a patient of ours we know who they are and how to reach them.
    const told = patient === undefined ? { givenName, familyName, phone, email, ...rest } : rest;
    const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value.trim() !== ''));
    const who = patient === undefined ? {} : { patientId: patient.id };
    const body = { clientKey, kind, ...who, ...given, needs: needs.trim() };
    const soon = formats.time(new Date(Date.now() + 3_600_000).toISOString());
    if (await change.run('notePhoneCall', { body }, say.saved(soon))) close();
  };
  const field = (name: keyof typeof empty, label: string, type = 'text') => (
    <TextInput
      label={label}
      type={type}
      autoComplete="off"
      dir="auto"
      value={typed[name]}
      onChange={set(name)}
    />
  );
  return (
    <form
      className="inline-form enquiry-form"
      aria-label={say.title}
      onSubmit={(event) => void submit(event)}
      noValidate
    >
      <h2 className="wide">{say.title}</h2>
      <NativeSelect
        label={say.kind}
        data={kinds.map((value) => ({ value, label: words.kinds[value] }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Body['kind'])}
      />
      <FindPatient
        words={{
          label: say.known,
          placeholder: say.find,
          chosen: say.chosen,
          other: say.other,
          nobody: say.nobody,
        }}
        chosen={patient}
        choose={setPatient}
      />
      {patient === undefined ? (
        <>
          {field('givenName', say.given)}
          {field('familyName', say.family)}
          {field('phone', say.phone, 'tel')}
          {field('email', say.email)}
        </>
      ) : null}
      <Textarea
        className="wide"
        label={say.needs}
        autoFocus
        rows={3}
        maxLength={2000}
        dir="auto"
        value={typed.needs}
        onChange={set('needs')}
      />
      {field('wants', say.wants)}
      {field('expects', say.expects)}
      {patient === undefined ? <p className="dim wide">{say.explained}</p> : null}
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
      <Button type="submit" loading={change.busy} disabled={typed.needs.trim() === ''}>
        {say.save}
      </Button>
      <Button variant="subtle" onClick={close}>
        {common.cancel}
      </Button>
    </form>
  );
}
