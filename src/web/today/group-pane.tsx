import { Button } from '@mantine/core';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { useDeskWords } from './desk-words.ts';
import type { Row } from './rows.ts';

/** Several of one touchpoint: who they are, and no way to answer them all at once. */
export function GroupPane({
  group,
  back,
  fold,
}: {
  readonly group: Extract<Row, { kind: 'group' }>;
  readonly back: () => void;
  readonly fold: () => void;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const [first] = group.acts;
  const minutes = group.acts.reduce((sum, act) => sum + act.minutes, 0);
  return (
    <article className="pane" aria-label={words.today.openAct}>
      <button type="button" className="quiet back" onClick={back}>
        ‹ {words.today.backToList}
      </button>
      <div className="pane-body">
        <p className="pane-kind">
          <span className="kind">{wordFor(words.kinds, first?.kind ?? '')}</span> {first?.title}
        </p>
        <h2>{desk.group(group.acts.length, minutes)}</h2>
        <p className="dim">{desk.groupExplained}</p>
        <ul className="facts">
          {group.acts.map((act) => (
            <li key={act.id}>
              <PatientName name={act.patientName} />
            </li>
          ))}
        </ul>
        <Button variant="default" onClick={fold}>
          {group.isOpen ? desk.groupClose : desk.groupOpen}
        </Button>
      </div>
    </article>
  );
}
