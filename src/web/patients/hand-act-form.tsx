import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Input } from '../app/operations.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { selectData } from '../parts/select-data.ts';
import { useChange } from '../parts/use-change.ts';
import { staffQuery } from '../today/today-queries.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

type Body = Input<'addAct'>['body'];

const ownerRoles = ['front_desk', 'clinician', 'manager', 'experience_lead'] as const;
const usualMinutes = 5;

/** Puts an act on Today that no touchpoint proposed: why, how, how long, who, from which day. */
export function HandActForm({
  patientId,
  close,
}: {
  readonly patientId: string;
  readonly close: () => void;
}) {
  const words = usePatientWords().act;
  const all = useWords();
  const formats = useFormats();
  const session = useSession();
  const today = session?.today ?? '';
  const change = useChange(['patients']);
  const staff = useQuery({ ...staffQuery, enabled: useMay('staff.read') });
  const [reason, setReason] = useState('');
  const [channel, setChannel] = useState<Body['channel']>('call');
  const [minutes, setMinutes] = useState(usualMinutes);
  const [owner, setOwner] = useState<string>(
    ownerRoles.find((role) => session?.roles.includes(role)) ?? 'front_desk',
  );
  const [day, setDay] = useState(today);
  const colleagues = (staff.data?.staff ?? []).filter((one) => one.state === 'active');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const role = ownerRoles.find((one) => one === owner);
    const colleague = colleagues.find((one) => one.id === owner);
    const ownerRole =
      role ?? ownerRoles.find((one) => colleague?.roles.includes(one)) ?? ('front_desk' as const);
    const body: Body = {
      reason: reason.trim(),
      channel,
      minutes,
      ownerRole,
      assignedTo: role === undefined ? owner : null,
      day,
    };
    const said = day <= today ? words.saved : words.savedLater(formats.day(day));
    if (await change.run('addAct', { params: { patientId }, body }, said)) close();
  };
  return (
    <Dialog title={words.title} onClose={close}>
      <form className="inline-form in-dialog" onSubmit={(event) => void submit(event)}>
        <TextInput
          className="wide"
          label={words.reason}
          maxLength={300}
          dir="auto"
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NativeSelect
          label={words.channel}
          data={selectData(words.channels)}
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value as Body['channel'])}
        />
        <NumberInput
          label={words.minutes}
          min={1}
          max={240}
          hideControls
          value={minutes}
          onChange={(value) => setMinutes(Number(value) || 0)}
        />
        <NativeSelect
          label={words.owner}
          data={[
            ...ownerRoles.map((role) => ({ value: role, label: wordFor(all.roles, role) })),
            ...colleagues.map((one) => ({ value: one.id, label: one.displayName })),
          ]}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.day}
          min={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <div className="wide buttons">
          <Button
            type="submit"
            loading={change.busy}
            disabled={reason.trim() === '' || day === '' || minutes < 1 || minutes > 240}
          >
            {words.add}
          </Button>
          <Button variant="subtle" onClick={close}>
            {all.common.cancel}
          </Button>
        </div>
        <div className="wide">
          <ProblemMessage problem={change.problem} />
        </div>
      </form>
    </Dialog>
  );
}
