import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callWithoutSession } from '../app/api.ts';
import { sessionQuery } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Empty } from '../parts/region.tsx';

/** Signed in, but nobody has taken the account into a practice. */
export function NoPractice() {
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await callWithoutSession('signOut', {});
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
    await navigate({ to: '/sign-in' });
  };
  return (
    <main>
      <Empty title={words.door.noPractice}>
        <p>{words.door.noPracticeExplained}</p>
        <p>
          <Button onClick={() => void leave()}>{words.user.signOut}</Button>
        </p>
      </Empty>
    </main>
  );
}
