import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import { beginSession, sessionQuery, useSession } from '../app/session.ts';
import { DoorFrame } from '../door/door-frame.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useFirstDaysWords } from './first-days-words.ts';
import { PracticeForm } from './practice-form.tsx';
import './first-days.css';

const ways = [
  { way: 'import', to: '/imports/new', explained: 'importExplained' },
  { way: 'sample', to: '/today', explained: 'sampleExplained' },
  { way: 'look', to: '/today', explained: 'lookExplained' },
] as const;

/** After the first account: which practice it is, and how to begin. The server keeps how far it has come. */
export function WelcomeScreen() {
  const words = useFirstDaysWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useSession();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const begin = async ({ way, to }: (typeof ways)[number]): Promise<void> => {
    setBusy(true);
    const answer = await call('endWelcome', { body: { way } });
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem);
      return;
    }
    beginSession(client, answer.value);
    await navigate({ to });
  };
  if (!session) return null;
  if (session.firstRun === 'practice') {
    return (
      <DoorFrame title={words.practice.title}>
        <PracticeForm made={() => client.invalidateQueries({ queryKey: sessionQuery.queryKey })} />
        <ProblemMessage problem={problem} />
        <p>
          <button type="button" className="link" disabled={busy} onClick={() => void begin(ways[1])}>
            {words.practice.skip}
          </button>
        </p>
      </DoorFrame>
    );
  }
  const isThere = (way: string): boolean =>
    session.practices.some((practice) => practice.isSample === (way === 'sample'));
  return (
    <DoorFrame title={words.ways.title}>
      <p>{words.ways.lead}</p>
      <ul className="ways-in">
        {ways
          .filter(({ way }) => isThere(way))
          .map((one) => (
            <li key={one.way}>
              <button type="button" disabled={busy} onClick={() => void begin(one)}>
                <strong>{words.ways[one.way]}</strong>
                <span>{words.ways[one.explained]}</span>
              </button>
            </li>
          ))}
      </ul>
      <ProblemMessage problem={problem} />
    </DoorFrame>
  );
}
