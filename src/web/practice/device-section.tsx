import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { Empty, Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { devicesQuery } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import '../parts/inline-form.css';

/** The shared desks of the practice; this browser becomes one. */
export function DeviceSection() {
  const say = useSettingsWords();
  const formats = useFormats();
  const client = useQueryClient();
  const query = useQuery(devicesQuery);
  const change = useChange(['devices']);
  const [name, setName] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = name.trim();
    if (!(await change.run('enrolDevice', { body: { name: named } }, say.devices.enrolled(named)))) return;
    setName('');
    await client.invalidateQueries({ queryKey: ['desk'] });
  };
  return (
    <section>
      <h2>{say.sections.devices}</h2>
      <p>{say.devices.explained}</p>
      <Region query={query} rows={3}>
        {({ devices }) => (
          <>
            {devices.length === 0 ? <Empty title={say.devices.none} /> : null}
            <ul className="plain">
              {devices.map((device) => (
                <li key={device.id} className="setting-value">
                  <span>
                    <strong>
                      <bdi>{device.name}</bdi>
                    </strong>{' '}
                    {device.isThis ? <span>({say.devices.isThis}) </span> : null}
                    <span className="dim">{say.devices.used(formats.moment(device.usedAt))}</span>
                  </span>
                  <button
                    type="button"
                    className="quiet small"
                    aria-label={say.devices.revokeOf(device.name)}
                    onClick={() =>
                      void change.run(
                        'revokeDevice',
                        { params: { deviceId: device.id } },
                        say.devices.revoked(device.name),
                      )
                    }
                  >
                    {say.devices.revoke}
                  </button>
                </li>
              ))}
            </ul>
            {devices.some(({ isThis }) => isThis) ? null : (
              <form className="inline-form" onSubmit={(event) => void submit(event)}>
                <TextInput
                  label={say.devices.name}
                  maxLength={60}
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
                <Button type="submit" variant="default" loading={change.busy} disabled={name.trim() === ''}>
                  {say.devices.enrol}
                </Button>
              </form>
            )}
          </>
        )}
      </Region>
    </section>
  );
}
