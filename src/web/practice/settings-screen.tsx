import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../app/session.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { DeviceSection } from './device-section.tsx';
import { LocationSection } from './location-section.tsx';
import { MySignInSection } from './my-sign-in-section.tsx';
import { PracticeSection } from './practice-section.tsx';
import { ServiceTable } from './service-table.tsx';
import { ServiceWords } from './service-words.tsx';
import { practiceQuery } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import { StaffSection } from './staff-section.tsx';
import '../patients/patients.css';
import '../plan/settings.css';
import './practice.css';

const sections = ['practice', 'locations', 'services', 'staff', 'devices', 'me'] as const;
type Section = (typeof sections)[number];

/** Every setting by its name, and the section that it stands in. */
function useIndex(
  shown: readonly Section[],
): readonly { readonly label: string; readonly section: Section }[] {
  const say = useSettingsWords();
  const all: readonly (readonly [Section, readonly string[]])[] = [
    [
      'practice',
      [
        say.practice.name,
        say.practice.country,
        say.practice.zone,
        say.practice.languages,
        say.practice.idleMinutes,
      ],
    ],
    [
      'locations',
      [
        say.location.address,
        say.location.phone,
        say.location.hours,
        say.location.holidays,
        say.location.close,
      ],
    ],
    [
      'services',
      [
        say.service.recallDays,
        say.service.minutes,
        say.service.checkInDays,
        say.service.price,
        say.service.whatWeDo,
        say.service.afterCare,
      ],
    ],
    ['staff', [say.staff.reset, say.sections.staff]],
    ['devices', [say.devices.enrol, say.sections.devices]],
    ['me', [say.me.passkeys, say.me.app, say.me.recovery, say.me.pin, say.me.sessions]],
  ];
  return all
    .filter(([section]) => shown.includes(section))
    .flatMap(([section, labels]) => labels.map((label) => ({ label, section })));
}

function Find({ shown }: { readonly shown: readonly Section[] }) {
  const say = useSettingsWords();
  const index = useIndex(shown);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = wanted === '' ? [] : index.filter(({ label }) => label.toLowerCase().includes(wanted));
  return (
    <search className="narrow">
      <TextInput
        type="search"
        label={say.search}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="status">{wanted !== '' && found.length === 0 ? <p>{say.nothingFound}</p> : null}</div>
      {found.length === 0 ? null : (
        <ul className="plain" aria-label={say.found}>
          {found.map(({ label, section }) => (
            <li key={`${section} ${label}`}>
              <Link to="/settings/$section" params={{ section }} onClick={() => setText('')}>
                {label}
              </Link>{' '}
              <span className="dim">{say.sections[section]}</span>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}

function Chosen({ section }: { readonly section: Section }) {
  const mayChange = useMay('practice.change');
  const query = useQuery(practiceQuery);
  if (section === 'me') return <MySignInSection />;
  if (section === 'devices') return <DeviceSection />;
  if (section === 'staff') return <StaffSection />;
  return (
    <Region query={query} rows={10}>
      {(reply) =>
        section === 'practice' ? (
          <PracticeSection practice={reply.practice} />
        ) : section === 'locations' ? (
          <LocationSection {...reply} />
        ) : (
          <>
            <ServiceTable services={reply.services} mayChange={mayChange} />
            <ServiceWords {...reply} />
          </>
        )
      }
    </Region>
  );
}

/** What the practice, its people and this person can set. */
export function SettingsScreen() {
  const say = useSettingsWords();
  const { section } = useParams({ from: '/desk/settings/$section' });
  const devices = useMay('devices.change');
  const shown = sections.filter((one) => one !== 'devices' || devices);
  const chosen = shown.find((one) => one === section) ?? 'practice';
  useTitle(say.title);
  return (
    <div className="page settings">
      <h1>{say.title}</h1>
      <Find shown={shown} />
      <nav className="settings-sections" aria-label={say.title}>
        <ul>
          {shown.map((one) => (
            <li key={one}>
              <Link to="/settings/$section" params={{ section: one }}>
                {say.sections[one]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Chosen key={chosen} section={chosen} />
    </div>
  );
}
