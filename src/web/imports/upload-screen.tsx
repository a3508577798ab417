import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { Note } from '../parts/patient-name.tsx';
import { Region } from '../parts/region.tsx';
import { CheckStep } from './check-step.tsx';
import { sizeWords } from './file-choice.tsx';
import { FixStep } from './fix-step.tsx';
import { type Step, steps, type Upload, uploadQuery } from './import-queries.ts';
import { ImportStep } from './import-step.tsx';
import { useImportWords } from './import-words.ts';
import { MatchStep } from './match-step.tsx';
import { SourceChoice, SourceName } from './source-step.tsx';
import { StepFrame } from './step-frame.tsx';
import { isSystem, type SystemName } from './systems.ts';
import { useShownAtOnce } from './use-shown-at-once.ts';
import { type UploadDesk, useUploadDesk } from './use-upload.ts';
import '../patients/patients.css';
import '../plan/settings.css';
import './imports.css';

/** An upload at one of its steps; the address says which, so that a reload or Back loses nothing. */
export function UploadScreen() {
  const { uploadId, step } = useParams({ from: '/desk/imports/$uploadId/$step' });
  const query = useQuery(uploadQuery(uploadId));
  return (
    <Region query={query} rows={10}>
      {(upload) => <UploadSteps upload={upload} step={steps.find((one) => one === step) ?? 'match'} />}
    </Region>
  );
}

function UploadSteps({ upload, step }: { readonly upload: Upload; readonly step: Step }) {
  const desk = useUploadDesk(upload);
  const query = uploadQuery(upload.id);
  const { refetch } = useQuery(query);
  // A page that was closed before the first look, or a server that ended during it: look now.
  const unseen = upload.importId === null && upload.look?.whole !== true && upload.task?.state !== 'running';
  const { id, mapping } = upload;
  const failed = upload.task?.state === 'failed' || upload.task?.state === 'refused';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an upload that was not looked at
  useEffect(() => {
    if (!unseen || failed) return;
    void call('lookAtUpload', { params: { uploadId: id }, body: { mapping } }).then(() => refetch());
  }, [id, unseen]);
  const shown = upload.importId === null ? step : 'import';
  switch (shown) {
    case 'source':
      return <SourceAgain upload={upload} desk={desk} />;
    case 'file':
      return <FilesHere upload={upload} desk={desk} />;
    case 'match':
      return <MatchStep upload={upload} desk={desk} />;
    case 'fix':
      return <FixStep upload={upload} desk={desk} />;
    case 'check':
      return <CheckStep upload={upload} desk={desk} />;
    case 'import':
      return <ImportStep upload={upload} desk={desk} />;
  }
}

function SourceAgain({ upload, desk }: { readonly upload: Upload; readonly desk: UploadDesk }) {
  const words = useImportWords();
  const navigate = useNavigate();
  const [source, setSource] = useShownAtOnce<SystemName>(isSystem(upload.source) ? upload.source : 'other');
  const [system, setSystem] = useShownAtOnce(upload.mapping.system);
  const choose = (next: SystemName, name: string | undefined): void => {
    setSource(next);
    setSystem(name);
    desk.chooseSource(next, name);
  };
  return (
    <StepFrame
      step="source"
      upload={upload}
      heading={words.source.heading}
      back={() => void navigate({ to: '/imports' })}
      onward={{ go: () => desk.go('file') }}
    >
      <SourceChoice value={source} change={(next) => choose(next, system)} />
      <SourceName value={system} suggested={source} change={(next) => choose(source, next)} />
    </StepFrame>
  );
}

function FilesHere({ upload, desk }: { readonly upload: Upload; readonly desk: UploadDesk }) {
  const words = useImportWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const source = isSystem(upload.source) ? upload.source : 'other';
  return (
    <StepFrame
      step="file"
      upload={upload}
      heading={words.file.heading}
      back={() => desk.go('source')}
      onward={{ go: () => desk.go('match') }}
    >
      <p>{words.file.here}</p>
      <ul className="files">
        {upload.files.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and their order stays
          <li key={index}>
            <Note>{file.name}</Note>{' '}
            <span className="dim">{sizeWords(file.bytes, words, formats.number)}</span>
          </li>
        ))}
      </ul>
      <p>
        <button
          type="button"
          className="link"
          onClick={() => void navigate({ to: '/imports/new', search: { step: 'file', from: source } })}
        >
          {words.file.others}
        </button>
      </p>
      <p className="dim">{words.file.kept}</p>
    </StepFrame>
  );
}
