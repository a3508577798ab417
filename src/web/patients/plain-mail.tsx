import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { wallTime } from '../../kit/instant.ts';
import { type WarningMethod, warningVersion } from '../../patients/model.ts';
import { useFormats } from '../app/format.ts';
import { preferences } from '../app/preferences.ts';
import { useSession } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { selectData } from '../parts/select-data.ts';
import { useChange } from '../parts/use-change.ts';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

/** Beside an address: that they were warned, and asked for e-mail all the same. */
export function WarnedOfMail({ held }: { readonly held: Patient['plainMail'] }) {
  const words = usePatientWords().plainMail;
  const formats = useFormats();
  const zone = useSession()?.practice?.zone ?? 'UTC';
  if (held === null) return null;
  const { day } = wallTime(new Date(held.at), zone);
  return <span className="dim">{words.asked(formats.day(day), held.by ?? '')}</span>;
}

/** What is read out to the patient, and how it was; which words it was is kept with it. */
export function PlainMail({
  patientId,
  held,
  close,
}: {
  readonly patientId: string;
  readonly held: Patient['plainMail'];
  readonly close: () => void;
}) {
  const words = usePatientWords().plainMail;
  const { language } = useStore(preferences);
  const change = useChange(['patients']);
  const [open, setOpen] = useState(false);
  const [method, setMethod] = useState<WarningMethod>('in_person');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { version: `${warningVersion}-${language}`, method };
    if (await change.run('notePlainMail', { params: { patientId }, body }, words.noted)) close();
  };
  return (
    <div className="plain-mail">
      <p className="dim">
        {held === null ? words.none : words.about(words.methods[held.method], held.version)}
      </p>
      {open ? (
        <form onSubmit={(event) => void submit(event)}>
          <blockquote>{words.warning}</blockquote>
          <NativeSelect
            label={words.method}
            data={selectData(words.methods)}
            value={method}
            onChange={(event) => setMethod(event.currentTarget.value as WarningMethod)}
          />
          <Button type="submit" size="compact-md" variant="default" loading={change.busy}>
            {words.stillAsks}
          </Button>
          <ProblemMessage problem={change.problem} />
        </form>
      ) : (
        <button type="button" className="quiet" onClick={() => setOpen(true)}>
          {held === null ? words.tell : words.again}
        </button>
      )}
    </div>
  );
}
