import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Answer, call, type Problem } from '../app/api.ts';
import { type Mapping, type Step, type Upload, uploadQuery, type VisitStatus } from './import-queries.ts';

/** What the steps can do with an upload. Every change is kept by the server at once: no step loses work. */
export interface UploadDesk {
  readonly problem: Problem | undefined;
  readonly go: (step: Step) => void;
  readonly chooseField: (heading: string, field: string | null) => void;
  readonly chooseStatus: (word: string, status: VisitStatus | null) => void;
  readonly answerDates: (order: NonNullable<Mapping['dates']>) => void;
  readonly chooseSource: (source: string, system: string | undefined) => void;
  readonly startCheck: () => void;
  readonly startImport: () => void;
  readonly stop: () => void;
}

export function useUploadDesk(upload: Upload): UploadDesk {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem>();
  const { queryKey } = uploadQuery(upload.id);
  const params = { uploadId: upload.id };

  const take = (answer: Answer<Upload>): boolean => {
    if (answer.ok) client.setQueryData(queryKey, answer.value);
    setProblem(answer.ok ? undefined : answer.problem);
    return answer.ok;
  };
  const go = (step: Step): void => {
    setProblem(undefined);
    void navigate({ to: '/imports/$uploadId/$step', params: { uploadId: upload.id, step } });
  };
  const change = async (to: Partial<Mapping>, source?: string): Promise<void> => {
    const mapping = { ...upload.mapping, ...to };
    const before = client.getQueryData(queryKey);
    // Shown at once; what the server makes of it follows.
    client.setQueryData(queryKey, { ...upload, mapping, ...(source === undefined ? {} : { source }) });
    const body = { mapping, ...(source === undefined ? {} : { source }) };
    if (!take(await call('lookAtUpload', { params, body }))) client.setQueryData(queryKey, before);
  };
  return {
    problem,
    go,
    chooseField: (heading, field) =>
      void change({ columns: { ...upload.mapping.columns, [heading]: field } }),
    chooseStatus: (word, status) => {
      const { [word]: _, ...others } = upload.mapping.statuses;
      void change({ statuses: status === null ? others : { ...others, [word]: status } });
    },
    answerDates: (dates) => void change({ dates }),
    chooseSource: (source, system) => {
      const { system: _, ...rest } = upload.mapping;
      const body = { mapping: system === undefined ? rest : { ...rest, system }, source };
      void call('lookAtUpload', { params, body }).then(take);
    },
    startCheck: () => {
      void call('checkUpload', { params }).then((answer) => {
        if (take(answer)) go('check');
      });
    },
    startImport: () => {
      void call('importUpload', { params }).then((answer) => {
        if (take(answer)) go('import');
      });
    },
    stop: () => void call('stopUpload', { params }).then(take),
  };
}
