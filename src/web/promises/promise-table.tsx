import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import type { PromiseLine } from './promise-queries.ts';
import { usePromisesWords } from './promises-words.ts';
import '../parts/inline-form.css';

function WhyBroken({ save, close }: { readonly save: (why: string) => void; readonly close: () => void }) {
  const words = usePromisesWords();
  const { common } = useWords();
  const [why, setWhy] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(why.trim());
  };
  return (
    <form className="inline-form" onSubmit={submit}>
      <TextInput
        className="wide"
        label={words.askWhy}
        autoFocus
        maxLength={500}
        dir="auto"
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={why.trim() === ''}>
        {words.save}
      </Button>
      <Button variant="subtle" onClick={close}>
        {common.cancel}
      </Button>
    </form>
  );
}

function Answers({ line }: { readonly line: PromiseLine }) {
  const words = usePromisesWords();
  const change = useChange(['promises']);
  const [asking, setAsking] = useState(false);
  const params = { promiseId: line.id };
  const { patientName: name } = line;
  const settle = (as: 'kept' | 'broken' | 'made_good', said: string, why?: string) => {
    setAsking(false);
    const body = why === undefined ? { as } : { as, why };
    void change.run('settlePromise', { params, body }, said);
  };
  if (asking) {
    return (
      <WhyBroken close={() => setAsking(false)} save={(why) => settle('broken', words.breakOf(name), why)} />
    );
  }
  const button = (label: string, of: string, press: () => void) => (
    <button type="button" className="quiet" aria-label={of} disabled={change.busy} onClick={press}>
      {label}
    </button>
  );
  return (
    <div className="promise-answers">
      {line.state === 'broken' ? (
        button(words.makeGood, words.makeGoodOf(name), () => settle('made_good', words.makeGoodOf(name)))
      ) : (
        <>
          {button(words.keep, words.keepOf(name), () => settle('kept', words.keepOf(name)))}
          {button(words.breakIt, words.breakOf(name), () => setAsking(true))}
        </>
      )}
    </div>
  );
}

/** Promises, one a row: to whom, what, whose, by when, and what came of it. */
export function PromiseTable({ lines }: { readonly lines: readonly PromiseLine[] }) {
  const words = usePromisesWords();
  const formats = useFormats();
  const mayChange = useMay('promises.change');
  const isOwed = (line: PromiseLine): boolean => line.state === 'open' || line.state === 'broken';
  const answers = mayChange && lines.some(isOwed);
  return (
    <TableScroll label={words.title}>
      <table className="promise-table card-rows">
        <thead>
          <tr>
            {[words.patient, words.promise, words.owner, words.due, words.state].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {answers ? <th scope="col">{words.actions}</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">
                <Link to="/patients/$patientId" params={{ patientId: line.patientId }}>
                  <PatientName name={line.patientName} />
                </Link>{' '}
                {line.phone === null ? null : <PhoneLink number={line.phone} className="number" />}
              </th>
              <td>
                <Note>{line.words}</Note>
              </td>
              <td data-label={words.owner}>
                {line.owner === null ? (
                  <span className="dim">{words.nobody}</span>
                ) : (
                  <bdi>{line.owner.name}</bdi>
                )}
              </td>
              <td data-label={words.due}>
                {formats.day(line.dueOn)}
                {line.daysLate === 0 ? null : <span className="late"> {words.daysLate(line.daysLate)}</span>}
              </td>
              <td data-label={words.state}>
                {words.states[line.state]}
                {line.brokenWhy === null ? null : (
                  <span className="dim">
                    {' '}
                    <bdi>{words.why(line.brokenWhy)}</bdi>
                  </span>
                )}
              </td>
              {answers ? <td>{isOwed(line) ? <Answers line={line} /> : null}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
