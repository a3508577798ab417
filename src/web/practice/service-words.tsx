import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage } from '../app/words.ts';
import { useChange } from '../parts/use-change.ts';
import { LastChange, SettingRow } from './setting-row.tsx';
import type { PracticeReply } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import { SwitchRow } from './switch-row.tsx';

type Service = PracticeReply['services'][number];
const numbers = ['recallDays', 'minutes', 'checkInDays'] as const;
const texts = ['whatWeDo', 'steps', 'hurts', 'afterCare'] as const;

const standards: Readonly<Partial<Record<(typeof numbers)[number], string>>> = { minutes: '30' };

/** The price, the words for the patient in each language of the practice, and who changed what of one service. */
function OneService({
  service,
  practice,
}: {
  readonly service: Service;
  readonly practice: PracticeReply['practice'];
}) {
  const say = useSettingsWords();
  const formats = useFormats();
  const language = useLanguage();
  const change = useChange(['practice']);
  const params = { serviceId: service.id };
  const name = inLanguage(service.name, [language, 'en'])?.text ?? service.code;
  const of = (field: string) => ({ subject: 'service' as const, subjectId: service.id, field });
  const money = (cents: unknown): string =>
    typeof cents === 'number' ? `${formats.number(cents / 100)} ${practice.currency}` : '';
  return (
    <details className="settings-card" id={`setting-service-${service.id}`}>
      <summary>{say.service.words(name)}</summary>
      <SettingRow
        id={`setting-price-${service.id}`}
        label={say.service.price}
        value={money(service.priceCents)}
        text={service.priceCents === null ? '' : String(service.priceCents / 100)}
        of={of('priceCents')}
        tell={money}
        save={(text) => {
          const priceCents = text === '' ? null : Math.round(Number(text.replace(',', '.')) * 100);
          return change.run('changeService', { params, body: { priceCents } }, say.saved(say.service.price));
        }}
      />
      {texts.map((field) =>
        practice.languages.map((tag) => {
          const label = say.service.inLanguage(say.service[field], formats.languageName(tag));
          return (
            <SettingRow
              key={`${field} ${tag}`}
              id={`setting-${field}-${tag}-${service.id}`}
              label={label}
              value={service[field][tag] ?? ''}
              text={service[field][tag] ?? ''}
              lines
              of={of(field)}
              tell={(was) => (was as Readonly<Record<string, string>>)[tag] ?? ''}
              save={(text) => {
                // The words of the other languages stay as they are.
                const { [tag]: _, ...others } = service[field];
                const body = { [field]: text === '' ? others : { ...others, [tag]: text } };
                return change.run('changeService', { params, body }, say.saved(label));
              }}
            />
          );
        }),
      )}
      <SwitchRow
        id={`setting-sensitive-${service.id}`}
        label={say.service.sensitive}
        help={say.service.sensitiveHelp}
        on={service.sensitive}
        of={of('sensitive')}
        save={(sensitive) =>
          change.run('changeService', { params, body: { sensitive } }, say.saved(say.service.sensitive))
        }
      />
      <div className="setting">
        <h3>{say.service.last}</h3>
        {numbers.map((field) => (
          <div key={field}>
            <span>
              {say.service[field]}: {service[field] === null ? say.empty : formats.number(service[field])}
            </span>
            {standards[field] === undefined ? null : (
              <span className="dim"> {say.standard(standards[field])}</span>
            )}
            <LastChange
              of={of(field)}
              label={`${say.service[field]}, ${name}`}
              tell={(was) => (was === null ? '' : String(was))}
            />
          </div>
        ))}
      </div>
    </details>
  );
}

export function ServiceWords({ practice, services }: PracticeReply) {
  return services.map((service) => <OneService key={service.id} service={service} practice={practice} />);
}
