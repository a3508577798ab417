import { Button } from '@mantine/core';
import { mayHoldOut, type Trigger } from '../../plan/model.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { elsewhereOf } from './elsewhere.ts';
import type { Touchpoint } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';

export type EvidenceLine = Reply<'getPlanEvidence'>['evidence'][number];

const inHundred = (share: number): number => Math.round(share * 1000) / 10;

/** The numbers behind a standing, in one line. */
function useNumbers(): (line: EvidenceLine) => string {
  const { evidence: words } = usePlanWords();
  const formats = useFormats();
  const { number, day } = formats;
  return ({ standing, counted, needed, made, lastOn, shares }) => {
    if (standing === 'proven' && shares !== null && counted !== null) {
      return words.provenLine(
        number(inHundred(shares.with)),
        number(inHundred(shares.without)),
        number(counted.treated + counted.held),
      );
    }
    if (standing === 'testing') {
      const { treated, held } = counted ?? { treated: 0, held: 0 };
      const all = needed === null ? 0 : needed.treated + needed.held;
      return words.testingLine(number(treated), number(held), number(all));
    }
    if (standing === 'stopped') return words.stoppedLine(made, lastOn === null ? '' : day(lastOn));
    return made === 0 ? words.neverDone : words.untestedLine(made);
  };
}

/** One word and its numbers; the word opens what is behind it. */
export function EvidenceCell({
  line,
  title,
  open,
}: {
  readonly line: EvidenceLine | undefined;
  readonly title: string;
  readonly open: () => void;
}) {
  const { evidence: words } = usePlanWords();
  const numbers = useNumbers();
  if (line === undefined) return null;
  const standing = words.standings[line.standing];
  return (
    <>
      <button type="button" className="link" aria-label={words.openOf(standing, title)} onClick={open}>
        {standing}
      </button>
      <div className="evidence-numbers">{numbers(line)}</div>
    </>
  );
}

/** The practice's own numbers, and apart from them what was found elsewhere. */
export function EvidenceDialog({
  touchpoint,
  line,
  title,
  onClose,
}: {
  readonly touchpoint: Touchpoint;
  readonly line: EvidenceLine;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { evidence: words, elsewhere, edit } = usePlanWords();
  const numbers = useNumbers();
  const { number } = useFormats();
  const mayCompare = mayHoldOut({ share: touchpoint.share, trigger: touchpoint.trigger as Trigger });
  const { finding, counted, needed, shares, heldShare } = line;
  return (
    <Dialog title={title} onClose={onClose} className="plan-dialog">
      <h3>{words.own}</h3>
      <p>
        <strong>{words.standings[line.standing]}</strong>: {numbers(line)}
      </p>
      {counted === null || needed === null || heldShare === null ? null : (
        <p>
          {words.counted(
            number(inHundred(heldShare)),
            number(counted.treated),
            number(needed.treated),
            number(counted.held),
            number(needed.held),
          )}
        </p>
      )}
      {shares === null || counted === null ? null : (
        <p>
          {words.shares(
            number(inHundred(shares.without)),
            number(inHundred(shares.with)),
            number(inHundred(shares.low)),
            number(inHundred(shares.high)),
            number(counted.treated + counted.held),
          )}
        </p>
      )}
      <p className="dim">
        {finding !== null ? words.findings[finding] : mayCompare ? words.noComparison : words.neverCompared}
      </p>
      <h3>{words.elsewhere}</h3>
      <p className="dim">{elsewhere[elsewhereOf(touchpoint)]}</p>
      <div className="save-row">
        <Button variant="default" onClick={onClose}>
          {edit.close}
        </Button>
      </div>
    </Dialog>
  );
}
