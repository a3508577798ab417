import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Input } from '../app/operations.ts';
import { useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

type Paper = Input<'writeAuthorisation'>['body'];
type Text =
  | 'discloses'
  | 'usedBy'
  | 'sentTo'
  | 'purpose'
  | 'endsWhen'
  | 'representative'
  | 'relation'
  | 'paidBy';
type Tick = 'coversPayment' | 'saysRevocable' | 'saysUnconditional' | 'saysPassedOn';

const needed = ['discloses', 'usedBy', 'sentTo', 'purpose'] as const;
const says = ['saysRevocable', 'saysUnconditional', 'saysPassedOn'] as const;

// Nothing is ticked and no end is given: no default may make a paper complete.
function blankPaper(today: string, practice: string): Paper {
  return {
    discloses: '',
    usedBy: practice,
    sentTo: '',
    purpose: '',
    paidBy: '',
    coversPayment: false,
    representative: '',
    relation: '',
    signedOn: today,
    expiresOn: null,
    endsWhen: '',
    saysRevocable: false,
    saysUnconditional: false,
    saysPassedOn: false,
  };
}

/** The elements of 45 CFR 164.508(c), copied from the paper; what it lacks the server says in words. */
export function SignedForm({ patientId, close }: { readonly patientId: string; readonly close: () => void }) {
  const words = usePatientWords().signed;
  const common = useWords().common;
  const session = useSession();
  const today = session?.today ?? '';
  const change = useChange(['patients']);
  const [paper, setPaper] = useState(() => blankPaper(today, session?.practice?.name ?? ''));
  const [bySomebody, setBySomebody] = useState(false);
  const [isPaid, setIsPaid] = useState(false);
  const set = (part: Partial<Paper>) => setPaper((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // What was closed again does not count.
    const body = {
      ...paper,
      ...(bySomebody ? {} : { representative: '', relation: '' }),
      ...(isPaid ? {} : { paidBy: '', coversPayment: false }),
    };
    if (await change.run('writeAuthorisation', { params: { patientId }, body }, words.written)) close();
  };
  const field = (name: Text, options: { readonly wide?: boolean; readonly hint?: string } = {}) => (
    <TextInput
      key={name}
      className={options.wide === true ? 'wide' : undefined}
      label={words.fields[name]}
      placeholder={options.hint}
      maxLength={300}
      autoFocus={name === 'discloses'}
      dir="auto"
      value={paper[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const tick = (name: Tick) => (
    <Checkbox
      key={name}
      className="wide"
      label={words.fields[name]}
      checked={paper[name]}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
  const isWhole =
    needed.every((name) => paper[name].trim() !== '') &&
    paper.signedOn !== '' &&
    (paper.expiresOn !== null || paper.endsWhen.trim() !== '') &&
    (!bySomebody || paper.representative.trim() !== '') &&
    (!isPaid || paper.paidBy.trim() !== '');
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <p className="wide dim">{words.copy}</p>
      {needed.map((name) => field(name, { wide: true }))}
      <TextInput
        type="date"
        label={words.fields.signedOn}
        max={today}
        value={paper.signedOn}
        onChange={(event) => set({ signedOn: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.fields.expiresOn}
        min={paper.signedOn}
        value={paper.expiresOn ?? ''}
        onChange={(event) =>
          set({ expiresOn: event.currentTarget.value === '' ? null : event.currentTarget.value })
        }
      />
      {field('endsWhen', { wide: true, hint: words.endsHint })}
      <Checkbox
        className="wide"
        label={words.bySomebody}
        checked={bySomebody}
        onChange={(event) => setBySomebody(event.currentTarget.checked)}
      />
      {bySomebody ? [field('representative'), field('relation', { hint: words.relationHint })] : null}
      <Checkbox
        className="wide"
        label={words.isPaid}
        checked={isPaid}
        onChange={(event) => setIsPaid(event.currentTarget.checked)}
      />
      {isPaid ? field('paidBy', { wide: true }) : null}
      <fieldset className="wide says">
        <legend>{words.says}</legend>
        {says.map(tick)}
        {isPaid ? tick('coversPayment') : null}
      </fieldset>
      <Button type="submit" variant="default" loading={change.busy} disabled={!isWhole}>
        {words.writeDown}
      </Button>
      <Button variant="subtle" onClick={close}>
        {common.cancel}
      </Button>
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
    </form>
  );
}
