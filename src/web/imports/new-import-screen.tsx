import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../app/api.ts';
import { Region } from '../parts/region.tsx';
import { FileChoice, useFileSending, whatIsWrong } from './file-choice.tsx';
import { type Upload, uploadQuery, uploadsQuery } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { SourceChoice, SourceName } from './source-step.tsx';
import { StepFrame } from './step-frame.tsx';
import { isSystem, type SystemName } from './systems.ts';
import '../patients/patients.css';
import '../plan/settings.css';
import './imports.css';

/** The first two steps, before there is anything on the server. */
export function NewImportScreen() {
  const { step, from } = useSearch({ from: '/desk/imports/new' });
  const [system, setSystem] = useState<string>();
  const source: SystemName = isSystem(from) ? from : 'other';
  return step === 'file' ? (
    <NewFiles source={source} system={system} />
  ) : (
    <NewSource source={source} system={system} setSystem={setSystem} />
  );
}

function NewSource({
  source,
  system,
  setSystem,
}: {
  readonly source: SystemName;
  readonly system: string | undefined;
  readonly setSystem: (system: string | undefined) => void;
}) {
  const words = useImportWords();
  const navigate = useNavigate();
  return (
    <StepFrame
      step="source"
      heading={words.source.heading}
      back={() => void navigate({ to: '/imports' })}
      onward={{ go: () => void navigate({ to: '/imports/new', search: { step: 'file', from: source } }) }}
    >
      <SourceChoice
        value={source}
        change={(from) => void navigate({ to: '/imports/new', search: { from }, replace: true })}
      />
      <SourceName value={system} suggested={source} change={setSystem} />
    </StepFrame>
  );
}

function NewFiles({ source, system }: { readonly source: SystemName; readonly system: string | undefined }) {
  const words = useImportWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(uploadsQuery);
  const arrived = async (upload: Upload): Promise<void> => {
    const params = { uploadId: upload.id };
    const mapping = { columns: {}, statuses: {}, ...(system === undefined ? {} : { system }) };
    const looked = await call('lookAtUpload', { params, body: { mapping, source } });
    client.setQueryData(uploadQuery(upload.id).queryKey, looked.ok ? looked.value : upload);
    void client.invalidateQueries({ queryKey: uploadsQuery.queryKey, exact: true });
    await navigate({ to: '/imports/$uploadId/$step', params: { ...params, step: 'match' } });
  };
  const sending = useFileSending((upload) => void arrived(upload));
  const megabytes = query.data?.megabytes;
  const ready =
    sending.files.length > 0 &&
    sending.share === undefined &&
    megabytes !== undefined &&
    whatIsWrong(sending.files, megabytes, words) === undefined;
  return (
    <StepFrame
      step="file"
      heading={words.file.heading}
      {...(megabytes === undefined ? {} : { lead: words.file.lead(megabytes) })}
      back={() => void navigate({ to: '/imports/new', search: { from: source } })}
      onward={{ go: sending.send, label: words.file.send, disabled: !ready }}
    >
      <Region query={query}>{(data) => <FileChoice sending={sending} megabytes={data.megabytes} />}</Region>
    </StepFrame>
  );
}
