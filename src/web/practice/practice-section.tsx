import { useFormats } from '../app/format.ts';
import { useLanguage } from '../app/words.ts';
import { countries, countryName, zoneName, zones } from '../parts/countries-and-zones.ts';
import { useChange } from '../parts/use-change.ts';
import { SettingRow } from './setting-row.tsx';
import type { PracticeReply } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import { SwitchRow } from './switch-row.tsx';

const listed = (text: string): string[] =>
  text
    .split(/[,\s]+/)
    .map((one) => one.trim())
    .filter(Boolean);

/** The practice itself. */
export function PracticeSection({ practice }: { readonly practice: PracticeReply['practice'] }) {
  const say = useSettingsWords();
  const formats = useFormats();
  const language = useLanguage();
  const change = useChange(['practice']);
  const put = (body: Parameters<typeof change.run<'changePractice'>>[1]['body'], label: string) =>
    change.run('changePractice', { body }, say.saved(label));
  const words = say.practice;
  const of = (field: string) => ({ subject: 'practice' as const, field });
  return (
    <section>
      <h2>{say.sections.practice}</h2>
      <SettingRow
        id="setting-name"
        label={words.name}
        value={practice.name}
        text={practice.name}
        of={of('name')}
        save={(name) => put({ name }, words.name)}
      />
      <SettingRow
        id="setting-country"
        label={words.country}
        value={countryName(practice.country, language)}
        text={practice.country}
        help={words.countryHelp}
        standard={countryName('US', language)}
        choices={() => countries(language, practice.country)}
        of={of('country')}
        tell={(was) => countryName(String(was), language)}
        save={(country) => put({ country }, words.country)}
      />
      <SettingRow
        id="setting-zone"
        label={words.zone}
        value={zoneName(practice.zone, language)}
        text={practice.zone}
        standard={zoneName('America/New_York', language)}
        choices={() => zones(language, practice.zone)}
        of={of('zone')}
        tell={(was) => zoneName(String(was), language)}
        save={(zone) => put({ zone }, words.zone)}
      />
      <SettingRow
        id="setting-languages"
        label={words.languages}
        value={formats.list(practice.languages.map(formats.languageName))}
        text={practice.languages.join(', ')}
        help={words.languagesHelp}
        standard={formats.languageName('en')}
        of={of('languages')}
        tell={(was) =>
          Array.isArray(was) ? formats.list(was.map((tag) => formats.languageName(String(tag)))) : ''
        }
        save={(text) => put({ languages: listed(text) }, words.languages)}
      />
      <SettingRow
        id="setting-idleMinutes"
        label={words.idleMinutes}
        value={say.minutes(formats.number(practice.idleMinutes ?? practice.idleMinutesDefault))}
        text={practice.idleMinutes === null ? '' : String(practice.idleMinutes)}
        help={words.idleMinutesHelp}
        standard={say.minutes(formats.number(practice.idleMinutesDefault))}
        of={of('idleMinutes')}
        tell={(was) =>
          say.minutes(formats.number(typeof was === 'number' ? was : practice.idleMinutesDefault))
        }
        save={(text) => put({ idleMinutes: text === '' ? null : Number(text) }, words.idleMinutes)}
      />
      <SwitchRow
        id="setting-nameOnPages"
        label={words.nameOnPages}
        help={words.nameOnPagesHelp}
        on={practice.nameOnPages}
        of={of('nameOnPages')}
        save={(nameOnPages) => put({ nameOnPages }, words.nameOnPages)}
      />
      <SwitchRow
        id="setting-sensitivePages"
        label={words.sensitivePages}
        help={words.sensitivePagesHelp}
        on={practice.sensitivePages}
        of={of('sensitivePages')}
        save={(sensitivePages) => put({ sensitivePages }, words.sensitivePages)}
      />
    </section>
  );
}
