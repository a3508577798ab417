import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Input } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { searchQuery } from '../patients/search-query.ts';
import { staffQuery } from '../today/today-queries.ts';
import { useAuditWords } from './audit-words.ts';
import { actionOf } from './deed-keys.ts';

export type AuditFilter = Omit<Input<'searchAudit'>['body'], 'before'>;

/** A patient that was chosen; the name is for the screen alone. */
export interface ChosenPatient {
  readonly id: string;
  readonly name: string;
}

const pauseMilliseconds = 150;
const mostHits = 6;

function PatientFilter({
  chosen,
  choose,
}: {
  readonly chosen: ChosenPatient | undefined;
  readonly choose: (patient: ChosenPatient | undefined) => void;
}) {
  const words = useAuditWords();
  const app = useWords();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), pauseMilliseconds);
  const { data, isError } = useQuery({ ...searchQuery(asked), enabled: asked !== '' });
  if (chosen !== undefined) {
    return (
      <p className="audit-chosen">
        {words.chosen} <PatientName name={chosen.name} />{' '}
        <button type="button" className="quiet small" onClick={() => choose(undefined)}>
          {words.otherPatient}
        </button>
      </p>
    );
  }
  return (
    <div className="audit-patient">
      <TextInput
        label={words.patientExplained}
        placeholder={words.findPatient}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {asked === '' ? null : (
        <ul className="audit-hits">
          {(data?.patients ?? []).slice(0, mostHits).map((patient) => (
            <li key={patient.id}>
              <button
                type="button"
                className="quiet wide"
                onClick={() => {
                  setText('');
                  choose({ id: patient.id, name: patient.name });
                }}
              >
                <PatientName name={patient.name} />
                {patient.birthYear === null ? '' : ` ${app.patients.born(String(patient.birthYear))}`}
              </button>
            </li>
          ))}
          {isError ? <li>{app.shell.searchFailed}</li> : null}
          {data?.patients.length === 0 ? <li className="dim">{words.noPatient}</li> : null}
        </ul>
      )}
    </div>
  );
}

/** What is looked for; nothing of it stands in the address. */
export function AuditFilters({
  filter,
  change,
  patient,
  choosePatient,
  clear,
}: {
  readonly filter: AuditFilter;
  readonly change: (change: Partial<AuditFilter>) => void;
  readonly patient: ChosenPatient | undefined;
  readonly choosePatient: (patient: ChosenPatient | undefined) => void;
  readonly clear: () => void;
}) {
  const words = useAuditWords();
  const staff = useQuery(staffQuery);
  const deeds = Object.entries(words.deeds)
    .map(([code, said]) => ({ value: actionOf(code), label: said }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="audit-filters">
      <NativeSelect
        label={words.person}
        value={filter.staffMemberId ?? ''}
        onChange={(event) => change({ staffMemberId: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: words.everybody },
          ...(staff.data?.staff ?? []).map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
      />
      <NativeSelect
        label={words.action}
        value={filter.action ?? ''}
        onChange={(event) => change({ action: event.currentTarget.value || undefined })}
        data={[{ value: '', label: words.everything }, ...deeds]}
      />
      <NativeSelect
        label={words.result}
        value={filter.result ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ result: value === 'ok' || value === 'refused' ? value : undefined });
        }}
        data={[
          { value: '', label: words.anyResult },
          { value: 'ok', label: words.done },
          { value: 'refused', label: words.refused },
        ]}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {words[end]}
          <input
            type="date"
            value={filter[end] ?? ''}
            onChange={(event) => change({ [end]: event.target.value || undefined })}
          />
        </label>
      ))}
      <PatientFilter chosen={patient} choose={choosePatient} />
      {isFiltered ? (
        <Button variant="default" onClick={clear}>
          {words.clear}
        </Button>
      ) : null}
    </div>
  );
}
