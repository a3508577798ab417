import { Button } from '@mantine/core';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { useChange } from '../parts/use-change.ts';
import type { Patient } from './patient-queries.ts';

/** Says that this patient was two records, and offers the way back. */
export function MergedBanner({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const formats = useFormats();
  const mayDecide = useMay('matches.decide');
  const change = useChange(['patients']);
  return patient.merges.map((merge) => (
    <p key={merge.id} className="band">
      {words.matches.mergedLine(formats.moment(merge.at), merge.by ?? words.matches.byItself)}
      {mayDecide ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={change.busy}
          onClick={() =>
            void change.run('undoMerge', { params: { mergeId: merge.id } }, words.matches.saidUndone)
          }
        >
          {words.matches.undo}
        </Button>
      ) : null}
    </p>
  ));
}
