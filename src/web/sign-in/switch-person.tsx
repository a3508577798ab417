import { Button, PasswordInput } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { callWithoutSession, type Problem, Refused, sessionEnded } from '../app/api.ts';
import type { Reply } from '../app/operations.ts';
import { beginSession, type Session, sessionQuery } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useSignInWords } from './sign-in-words.ts';
import './sign-in.css';

type Person = NonNullable<Reply<'getDesk'>['desk']>['people'][number];

export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: async ({ signal }) => {
    const answer = await callWithoutSession('getDesk', {}, signal);
    if (!answer.ok) throw new Refused(answer.problem);
    return answer.value;
  },
});

/** The PIN of one person; then this browser is theirs. */
export function PinForm({
  person,
  go,
  entered,
}: {
  readonly person: Person;
  /** What the button says. */
  readonly go: string;
  readonly entered: (session: Session) => void;
}) {
  const words = useWords();
  const say = useSignInWords();
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const body = { staffMemberId: person.staffMemberId, pin };
    const answer = await callWithoutSession('switchByPin', { body });
    setBusy(false);
    setPin('');
    if (answer.ok) entered(answer.value);
    else setProblem(answer.problem);
  };
  return (
    <form className="prove" onSubmit={(event) => void submit(event)} noValidate>
      <PasswordInput
        label={say.desk.pinOf(person.displayName)}
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        data-autofocus
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
      />
      <ProblemMessage problem={problem} />
      <div className="buttons">
        <Button type="submit" loading={busy} disabled={pin.length < 6}>
          {go}
        </Button>
      </div>
    </form>
  );
}

/** At a shared desk: choose a name, type a PIN. Nothing of whoever was here before stays on the screen. */
export function SwitchPerson({ session }: { readonly session: Session }) {
  const say = useSignInWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(deskQuery);
  const [chosen, setChosen] = useState<Person>();
  const desk = data?.desk;
  if (!desk) return null;
  const others = desk.people.filter((one) => one.staffMemberId !== session.staffMemberId);
  const enter = async (entered: Session) => {
    // First away from what the other person had open, then the new session.
    await navigate({ to: '/settings/$section', params: { section: 'me' } });
    beginSession(client, entered);
    client.setQueryData(sessionQuery.queryKey, entered);
    sessionEnded.set(false);
    await navigate({ to: '/' });
  };
  return (
    <fieldset>
      <legend>{say.desk.switch}</legend>
      {others.length === 0 ? <p className="dim">{say.desk.none}</p> : null}
      <ul className="desk-people">
        {others.map((person) => (
          <li key={person.staffMemberId}>
            <button
              type="button"
              className="quiet wide"
              disabled={person.readiness !== 'ready'}
              aria-pressed={chosen?.staffMemberId === person.staffMemberId}
              onClick={() => setChosen(person)}
            >
              <bdi>{person.displayName}</bdi>
              {person.readiness === 'ready' ? null : (
                <span className="dim">
                  {person.readiness === 'locked' ? say.desk.locked : say.desk.first}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {chosen === undefined ? null : (
        <PinForm
          key={chosen.staffMemberId}
          person={chosen}
          go={say.desk.go}
          entered={(entered) => void enter(entered)}
        />
      )}
    </fieldset>
  );
}
