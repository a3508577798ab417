import { Switch } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { LastChange } from './setting-row.tsx';

/** A setting that is on or off: what it does, who changed it, and the way back. */
export function SwitchRow({
  id,
  label,
  help,
  on,
  of,
  save,
}: {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly on: boolean;
  readonly of: ComponentProps<typeof LastChange>['of'];
  readonly save: (on: boolean) => Promise<boolean>;
}) {
  const { common } = useWords();
  const mayChange = useMay('practice.change');
  return (
    <div className="setting" id={id}>
      <Switch
        label={label}
        description={help}
        checked={on}
        disabled={!mayChange}
        onChange={(event) => void save(event.currentTarget.checked)}
      />
      <LastChange of={of} label={label} tell={(was) => (was === true ? common.yes : common.no)} />
    </div>
  );
}
