import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useLanguage, useWords } from '../app/words.ts';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import type { PracticeReply } from './settings-queries.ts';

type Service = PracticeReply['services'][number];
type Field = 'recallDays' | 'minutes' | 'checkInDays';

const most: Readonly<Record<Field, number>> = { recallDays: 3660, minutes: 1440, checkInDays: 60 };

/** One number of a service; an empty one means never, where that is possible. */
function NumberField({
  value,
  field,
  label,
  disabled,
  save,
}: {
  readonly value: number | null;
  readonly field: Field;
  readonly label: string;
  readonly disabled: boolean;
  readonly save: (value: number | null) => void;
}) {
  const words = useWords();
  const [text, setText] = useState(value === null ? '' : String(value));
  const leave = () => {
    const wanted = text.trim() === '' ? null : Number(text);
    const fits =
      wanted === null
        ? field !== 'minutes'
        : Number.isInteger(wanted) && wanted >= 1 && wanted <= most[field];
    if (!fits) setText(value === null ? '' : String(value));
    else if (wanted !== value) save(wanted);
  };
  return (
    <input
      className="number"
      type="number"
      min={1}
      max={most[field]}
      aria-label={label}
      placeholder={field === 'minutes' ? '' : words.practice.never}
      disabled={disabled}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
      }}
    />
  );
}

/** Recall interval, minutes and check-in of each service. */
export function ServiceTable({
  services,
  mayChange,
}: {
  readonly services: PracticeReply['services'];
  readonly mayChange: boolean;
}) {
  const words = useWords();
  const language = useLanguage();
  const change = useChange(['practice']);
  const fields: readonly (readonly [Field, string])[] = [
    ['recallDays', words.practice.recall],
    ['minutes', words.practice.minutes],
    ['checkInDays', words.practice.checkIn],
  ];
  const put = (service: Service, field: Field, value: number | null, name: string) => {
    const params = { serviceId: service.id };
    void change.run(
      'changeService',
      { params, body: { [field]: value } },
      words.practice.changed(name),
      () => {
        void change.run('changeService', { params, body: { [field]: service[field] } });
      },
    );
  };
  return (
    <section>
      <h2>{words.practice.services}</h2>
      {services.length === 0 ? (
        <p className="dim">{words.practice.noServices}</p>
      ) : (
        <TableScroll label={words.practice.services}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.practice.service}</th>
                {fields.map(([field, title]) => (
                  <th key={field} scope="col" className="figure">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {services.map((service) => {
                const name = inLanguage(service.name, [language, 'en'])?.text ?? service.code;
                return (
                  <tr key={service.id}>
                    <th scope="row">
                      <bdi>{name}</bdi>
                    </th>
                    {fields.map(([field, title]) => (
                      <td key={field} className="figure">
                        <NumberField
                          key={service[field]}
                          value={service[field]}
                          field={field}
                          label={words.practice.fieldOf(title, name)}
                          disabled={!mayChange}
                          save={(value) => put(service, field, value, name)}
                        />
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
