import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay, useSession } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { useLanguage, useWords } from '../app/words.ts';
import { zoneName, zones } from '../parts/countries-and-zones.ts';
import { useChange } from '../parts/use-change.ts';
import { hoursFromText, hoursToText } from './hours-text.ts';
import { LastChange, SettingRow } from './setting-row.tsx';
import type { Location, PracticeReply } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import '../parts/inline-form.css';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
type Put = (body: Record<string, unknown>, label: string) => Promise<boolean>;

function Hours({ location, put }: { readonly location: Location; readonly put: Put }) {
  const say = useSettingsWords();
  const formats = useFormats();
  // A line a weekday, so that the whole week is read and typed at once.
  const asText = (hours: Location['openingHours']): string =>
    weekdays
      .map((day) => `${formats.weekday(day)} ${hoursToText(hours[day]) || say.location.closedThatDay}`)
      .join('\n');
  const save = async (text: string): Promise<boolean> => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const openingHours: Record<string, [string, string][]> = {};
    for (const day of weekdays) {
      const name = formats.weekday(day);
      const line = lines.find((one) => one.trim().toLowerCase().startsWith(name.toLowerCase()));
      const said = line?.trim().slice(name.length).trim() ?? '';
      const spans = said === say.location.closedThatDay ? [] : hoursFromText(said);
      if (spans === undefined) {
        showToast(`${name}: ${say.location.hoursWrong}`, { kind: 'problem' });
        return false;
      }
      if (spans.length > 0) openingHours[day] = spans;
    }
    return put({ openingHours }, say.location.hours);
  };
  return (
    <SettingRow
      id={`setting-hours-${location.id}`}
      label={say.location.hours}
      value={asText(location.openingHours)}
      text={asText(location.openingHours)}
      help={say.location.hoursHelp}
      lines
      of={{ subject: 'location', subjectId: location.id, field: 'openingHours' }}
      tell={(was) => asText(was as Location['openingHours']).replaceAll('\n', ' · ')}
      save={save}
    />
  );
}

function DaysOff({ location, put }: { readonly location: Location; readonly put: Put }) {
  const say = useSettingsWords();
  const formats = useFormats();
  const mayChange = useMay('practice.change');
  const [on, setOn] = useState('');
  const [name, setName] = useState('');
  const { holidays } = location;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const next = [...holidays, { on, name: name.trim() }].sort((a, b) => (a.on < b.on ? -1 : 1));
    if (!(await put({ holidays: next }, say.location.holidays))) return;
    setOn('');
    setName('');
  };
  const tell = (was: unknown): string =>
    Array.isArray(was) ? was.map((one: { on: string }) => formats.day(one.on)).join(', ') : '';
  return (
    <div className="setting">
      <h3>{say.location.holidays}</h3>
      {holidays.length === 0 ? <p className="dim">{say.location.noHolidays}</p> : null}
      <ul className="plain">
        {holidays.map((holiday) => (
          <li key={holiday.on}>
            {formats.day(holiday.on)} <bdi>{holiday.name}</bdi>{' '}
            {mayChange ? (
              <button
                type="button"
                className="quiet small"
                aria-label={say.location.holidayRemove(formats.day(holiday.on))}
                onClick={() =>
                  void put({ holidays: holidays.filter((one) => one !== holiday) }, say.location.holidays)
                }
              >
                {say.me.remove}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <form className="inline-form" onSubmit={(event) => void submit(event)}>
          <label>
            {say.location.holidayOn}
            <input type="date" value={on} onChange={(event) => setOn(event.target.value)} />
          </label>
          <TextInput
            label={say.location.holidayName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={on === '' || name.trim() === ''}>
            {say.location.holidayAdd}
          </Button>
        </form>
      ) : null}
      <LastChange
        of={{ subject: 'location', subjectId: location.id, field: 'holidays' }}
        label={say.location.holidays}
        tell={tell}
      />
    </div>
  );
}

function OneLocation({
  location,
  languages,
}: {
  readonly location: Location;
  readonly languages: readonly string[];
}) {
  const say = useSettingsWords();
  const formats = useFormats();
  const language = useLanguage();
  const mayChange = useMay('practice.change');
  const today = useSession()?.today ?? '';
  const change = useChange(['practice']);
  const params = { locationId: location.id };
  const put: Put = (body, label) => change.run('changeLocation', { params, body }, say.saved(label));
  const of = (field: string) => ({ subject: 'location' as const, subjectId: location.id, field });
  const words = say.location;
  const { closedOn } = location;
  return (
    <article className="settings-card" id={`setting-location-${location.id}`}>
      <h2>
        <bdi>{location.name}</bdi>
      </h2>
      <SettingRow
        id={`setting-name-${location.id}`}
        label={words.name}
        value={location.name}
        text={location.name}
        of={of('name')}
        save={(name) => put({ name }, words.name)}
      />
      <SettingRow
        id={`setting-address-${location.id}`}
        label={words.address}
        value={location.address.join('\n')}
        text={location.address.join('\n')}
        help={words.addressHelp}
        lines
        of={of('address')}
        tell={(was) => (Array.isArray(was) ? was.join(', ') : '')}
        save={(text) =>
          put({ address: text.split('\n').filter((line) => line.trim() !== '') }, words.address)
        }
      />
      <SettingRow
        id={`setting-phone-${location.id}`}
        label={words.phone}
        value={location.phone ?? ''}
        text={location.phone ?? ''}
        of={of('phone')}
        save={(phone) => put({ phone: phone === '' ? null : phone }, words.phone)}
      />
      <SettingRow
        id={`setting-zone-${location.id}`}
        label={words.zone}
        value={zoneName(location.zone, language)}
        text={location.zone}
        choices={() => zones(language, location.zone)}
        of={of('zone')}
        tell={(was) => zoneName(String(was), language)}
        save={(zone) => put({ zone }, words.zone)}
      />
      {languages.map((tag) => {
        const label = say.service.inLanguage(words.parking, formats.languageName(tag));
        return (
          <SettingRow
            key={tag}
            id={`setting-parking-${tag}-${location.id}`}
            label={label}
            value={location.parking[tag] ?? ''}
            text={location.parking[tag] ?? ''}
            help={words.parkingHelp}
            lines
            of={of('parking')}
            tell={(was) => (was as Readonly<Record<string, string>> | null)?.[tag] ?? ''}
            save={(text) => {
              // The words of the other languages stay as they are.
              const { [tag]: _, ...others } = location.parking;
              return put({ parking: text === '' ? others : { ...others, [tag]: text } }, label);
            }}
          />
        );
      })}
      <Hours location={location} put={put} />
      <DaysOff location={location} put={put} />
      {closedOn === null ? null : <p>{words.closed(formats.day(closedOn))}</p>}
      {mayChange ? (
        <Button
          variant="default"
          onClick={() => void put({ closedOn: closedOn === null ? today : null }, words.closedOn)}
        >
          {closedOn === null ? words.close : words.reopen}
        </Button>
      ) : null}
      <LastChange
        of={of('closedOn')}
        label={words.closedOn}
        tell={(was) => (typeof was === 'string' ? formats.day(was) : '')}
      />
    </article>
  );
}

function AddLocation({ zone }: { readonly zone: string }) {
  const words = useWords();
  const say = useSettingsWords();
  const change = useChange(['practice']);
  const [name, setName] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), zone, phone: null, address: [] };
    if (await change.run('addLocation', { body }, say.location.added(name.trim()))) setName('');
  };
  return (
    <form className="inline-form" aria-label={say.location.add} onSubmit={(event) => void submit(event)}>
      <h3 className="wide">{say.location.add}</h3>
      <TextInput
        label={say.location.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={change.busy} disabled={name.trim() === ''}>
        {words.common.save}
      </Button>
    </form>
  );
}

/** Where patients are seen, and when. */
export function LocationSection({ practice, locations }: PracticeReply) {
  const words = useWords();
  const mayChange = useMay('practice.change');
  return (
    <section>
      <h2 className="sr-only">{words.practice.locations}</h2>
      {locations.length === 0 ? <p className="dim">{words.practice.noLocations}</p> : null}
      {locations.map((location) => (
        <OneLocation key={location.id} location={location} languages={practice.languages} />
      ))}
      {mayChange ? <AddLocation zone={practice.zone} /> : null}
    </section>
  );
}
