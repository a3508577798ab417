import { useQuery } from '@tanstack/react-query';
import { useSession } from '../app/session.ts';
import { useDeskWords } from './desk-words.ts';
import { Ends, FormFrame } from './outcome-forms.tsx';
import { staffQuery } from './today-queries.ts';

/** Gives an act to somebody who works here. */
export function AssignForm({
  assign,
  cancel,
}: {
  readonly assign: (to: { readonly id: string; readonly name: string } | null) => void;
  readonly cancel: () => void;
}) {
  const words = useDeskWords();
  const me = useSession()?.staffMemberId;
  const { data } = useQuery(staffQuery);
  const staff = (data?.staff ?? [])
    // Whoever never signs in would not see it.
    .filter(({ state, email }) => state === 'active' && email !== null)
    .toSorted((a, b) => Number(b.id === me) - Number(a.id === me));
  return (
    <FormFrame title={words.assignQuestion} cancel={cancel} onSubmit={() => {}}>
      <div className="outcome-row">
        {staff.map(({ id, displayName }) => (
          <button
            key={id}
            type="button"
            className="quiet small"
            onClick={() => assign({ id, name: displayName })}
          >
            <bdi>{displayName}</bdi>
          </button>
        ))}
        <button type="button" className="quiet small" onClick={() => assign(null)}>
          {words.whoeverHasTheRole}
        </button>
      </div>
      <Ends cancel={cancel} />
    </FormFrame>
  );
}
