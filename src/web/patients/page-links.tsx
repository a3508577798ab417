import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

const purposes = ['preferences', 'visit', 'question'] as const;
type Made = Reply<'makePageLink'>;

/** Links to the pages that a patient opens without an account. Each is shown once: only its hash is kept. */
export function PageLinks({ patient }: { readonly patient: Patient }) {
  const words = usePatientWords();
  const formats = useFormats();
  const mayChange = useMay('patients.change');
  const [made, setMade] = useState<Made>();
  const [problem, setProblem] = useState<Problem>();
  const client = useQueryClient();
  const change = useChange(['patients']);
  const say = words.pages;
  if (!mayChange) return null;
  const params = { patientId: patient.id };
  const make = async (purpose: (typeof purposes)[number]) => {
    const answer = await call('makePageLink', { params, body: { purpose } });
    setMade(answer.ok ? answer.value : undefined);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) await client.invalidateQueries({ queryKey: ['patients', 'one', patient.id] });
  };
  const end = async () => {
    setMade(undefined);
    await change.run('endPageLinks', { params }, say.ended(patient.pageLinks));
  };
  const copy = async () => {
    await navigator.clipboard.writeText(made?.address ?? '');
    showToast(say.copied);
  };
  return (
    <section>
      <h2>{say.title}</h2>
      <p className="dim">{say.explained}</p>
      <p className="page-links">
        {purposes.map((purpose) => (
          <button
            key={purpose}
            type="button"
            className="quiet"
            aria-label={say.make(say.purposes[purpose])}
            onClick={() => void make(purpose)}
          >
            {say.purposes[purpose]}
          </button>
        ))}
      </p>
      <ProblemMessage problem={problem} />
      {made === undefined ? null : (
        <div role="status">
          <p className="page-link">
            <a href={made.address} target="_blank" rel="noreferrer">
              {made.address}
            </a>
          </p>
          <p>
            <button type="button" className="quiet small" onClick={() => void copy()}>
              {say.copy}
            </button>{' '}
            <span className="dim">{say.made(formats.day(made.until.slice(0, 10)))}</span>
          </p>
        </div>
      )}
      <p>
        {say.now(patient.pageLinks)}{' '}
        {patient.pageLinks === 0 ? null : (
          <>
            <button type="button" className="quiet small" disabled={change.busy} onClick={() => void end()}>
              {say.end(patient.pageLinks)}
            </button>{' '}
            <span className="dim">{say.endExplained}</span>
          </>
        )}
      </p>
    </section>
  );
}
