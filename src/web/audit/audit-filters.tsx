import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Input } from '../app/operations.ts';
import { type ChosenPatient, FindPatient } from '../patients/find-patient.tsx';
import { staffQuery } from '../today/today-queries.ts';
import { useAuditWords } from './audit-words.ts';
import { actionOf } from './deed-keys.ts';

export type AuditFilter = Omit<Input<'searchAudit'>['body'], 'before'>;

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
      <FindPatient
        words={{
          label: words.patientExplained,
          placeholder: words.findPatient,
          chosen: words.chosen,
          other: words.otherPatient,
          nobody: words.noPatient,
        }}
        chosen={patient}
        choose={choosePatient}
      />
      {isFiltered ? (
        <Button variant="default" onClick={clear}>
          {words.clear}
        </Button>
      ) : null}
    </div>
  );
}
