import { useDeskWords } from './desk-words.ts';
import type { Marks } from './use-marks.ts';

/** What can be done with several acts at once; answering is not among it. */
export function MarksBar({
  marks,
  assign,
  print,
}: {
  readonly marks: Marks;
  readonly assign: () => void;
  readonly print: (() => void) | undefined;
}) {
  const words = useDeskWords();
  if (marks.ids.size === 0) return null;
  return (
    <p className="marks" role="status">
      {words.selected(marks.ids.size)}{' '}
      <button type="button" className="quiet small" onClick={assign}>
        {words.assign}
      </button>{' '}
      {print === undefined ? null : (
        <button type="button" className="quiet small" onClick={print}>
          {words.print}
        </button>
      )}{' '}
      <button type="button" className="quiet small" onClick={marks.clear}>
        {words.clearSelection}
      </button>
    </p>
  );
}
