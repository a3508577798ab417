import { Checkbox } from '@mantine/core';
import type { Input } from '../app/operations.ts';
import { useWords } from '../app/words.ts';

export type Role = Input<'inviteStaff'>['body']['roles'][number];

/** Ticks for the roles somebody has. */
export function RoleChoice({
  label,
  chosen,
  choose,
}: {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly choose: (roles: Role[]) => void;
}) {
  const words = useWords();
  const all = Object.keys(words.roles) as Role[];
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="role-choice">
        {all.map((role) => (
          <Checkbox
            key={role}
            label={words.roles[role]}
            checked={chosen.includes(role)}
            onChange={(event) =>
              choose(all.filter((one) => (one === role ? event.currentTarget.checked : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
