import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Input } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Plan } from './plan-queries.ts';

type Line = Input<'changeCapacity'>['body']['capacity'][number];

const roles: readonly Line['role'][] = ['front_desk', 'clinician', 'billing', 'manager', 'experience_lead'];
const weekdays = [1, 2, 3, 4, 5, 6, 7];

function readGrid(capacity: Plan['capacity']): readonly Line[] {
  return roles.flatMap((role) =>
    weekdays.map((weekday) => {
      const found = capacity.find((one) => one.role === role && one.weekday === weekday);
      return { role, weekday, minutes: found?.minutes ?? 0 };
    }),
  );
}

/** Minutes by role and weekday. */
export function CapacityGrid({
  capacity,
  mayChange,
}: {
  readonly capacity: Plan['capacity'];
  readonly mayChange: boolean;
}) {
  const words = useWords();
  const formats = useFormats();
  const change = useChange(['plan']);
  const before = readGrid(capacity);
  const [lines, setLines] = useState(before);
  const changed = lines.filter((line, at) => line.minutes !== before[at]?.minutes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const undone = before.filter((line, at) => line.minutes !== lines[at]?.minutes);
    void change.run('changeCapacity', { body: { capacity: changed } }, words.plan.saved, () => {
      void change.run('changeCapacity', { body: { capacity: undone } });
    });
  };
  return (
    <section>
      <h2>{words.plan.capacity}</h2>
      <p className="dim">{words.plan.capacityExplained}</p>
      <form onSubmit={submit}>
        <TableScroll label={words.plan.capacity}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.plan.role}</th>
                {weekdays.map((weekday) => (
                  <th key={weekday} scope="col" className="figure">
                    {formats.weekday(weekday)}
                  </th>
                ))}
                <th scope="col" className="figure">
                  {words.plan.aWeek}
                </th>
              </tr>
            </thead>
            <tbody>
              {roles.map((role) => (
                <tr key={role}>
                  <th scope="row">{words.roles[role]}</th>
                  {lines
                    .filter((line) => line.role === role)
                    .map((line) => (
                      <td key={line.weekday} className="figure">
                        <input
                          className="number"
                          type="number"
                          min={0}
                          max={6000}
                          disabled={!mayChange}
                          aria-label={words.plan.capacityOf(words.roles[role], formats.weekday(line.weekday))}
                          value={line.minutes}
                          onChange={(event) => {
                            const minutes = Math.max(
                              0,
                              Math.min(6000, Math.round(Number(event.target.value) || 0)),
                            );
                            setLines(lines.map((one) => (one === line ? { ...line, minutes } : one)));
                          }}
                        />
                      </td>
                    ))}
                  <td className="figure">
                    {formats.number(
                      lines.filter((line) => line.role === role).reduce((sum, line) => sum + line.minutes, 0),
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
        {mayChange ? (
          <div className="save-row">
            <Button type="submit" variant="default" disabled={changed.length === 0} loading={change.busy}>
              {words.common.save}
            </Button>
          </div>
        ) : null}
        <ProblemMessage problem={change.problem} />
      </form>
    </section>
  );
}
