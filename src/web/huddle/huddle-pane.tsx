import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { useFormats } from '../app/format.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { useComing, useVisitFacts } from './huddle-facts.tsx';
import { Remember } from './huddle-list.tsx';
import type { HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';
import { LeavingForm } from './leaving-form.tsx';

/** One visit beside the list: what to have in mind, and what to see to before the patient leaves. */
export function HuddlePane({
  visit,
  form,
  remember,
  talk,
  back,
  leave,
}: {
  readonly visit: HuddleVisit;
  readonly form: RefObject<HTMLFieldSetElement | null>;
  readonly remember: RefObject<HTMLInputElement | null>;
  readonly talk: () => void;
  readonly back: () => void;
  readonly leave: (finished: boolean) => void;
}) {
  const words = useHuddleWords();
  const formats = useFormats();
  const facts = useVisitFacts();
  const coming = useComing();
  return (
    <section className="huddle-pane" aria-label={words.visit}>
      <Button className="huddle-back" variant="default" size="compact-sm" onClick={back}>
        {words.backToList}
      </Button>
      <h2>
        {formats.time(visit.startsAt)} <PatientName name={visit.patientName} />
      </h2>
      <p className="dim">
        {[coming(visit) ?? '', ...facts(visit)].filter((part) => part !== '').join(' · ')}
      </p>
      <Remember visit={visit} />
      <div className="buttons">
        <Button variant="default" size="compact-sm" aria-pressed={visit.talkedAbout} onClick={talk}>
          {visit.talkedAbout ? words.notTalked : words.talkedAbout}
        </Button>
        <Link to="/patients/$patientId" params={{ patientId: visit.patientId }}>
          {words.openRecord}
        </Link>
      </div>
      <LeavingForm key={visit.id} visit={visit} place={form} remember={remember} leave={leave} />
    </section>
  );
}
