import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { inLanguage } from '../../kit/words.ts';
import { useMay } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { TemplateEditor } from './template-editor.tsx';
import { noWords, type Saved, templateQuery, templatesQuery } from './template-queries.ts';
import { useTemplateWords } from './template-words.ts';
import './templates.css';

const fresh: Saved = {
  title: { en: '' },
  legalClass: 'treatment',
  thirdPartyPaid: false,
  paper: 'letter',
  words: { en: noWords },
};

/** One template: its words side by side in each language, how they come out, and what they were before. */
export function TemplateScreen() {
  const words = useTemplateWords();
  const { templateId } = useParams({ strict: false });
  const id = templateId ?? '';
  useTitle(words.title);
  return (
    <div className="page templates">
      <p>
        <Link to="/templates">{words.back}</Link>
      </p>
      {id === 'new' ? <NewTemplate /> : <OneTemplate templateId={id} />}
    </div>
  );
}

function NewTemplate() {
  const words = useTemplateWords();
  const list = useQuery(templatesQuery);
  return (
    <>
      <h1>{words.add}</h1>
      <Region query={list}>
        {({ fields }) => (
          <TemplateEditor saved={fresh} fields={fields} templateId={undefined} versions={[]} mayChange />
        )}
      </Region>
    </>
  );
}

function OneTemplate({ templateId }: { readonly templateId: string }) {
  const language = useLanguage();
  const mayChange = useMay('templates.change');
  const list = useQuery(templatesQuery);
  const query = useQuery(templateQuery(templateId));
  return (
    <Region query={query} rows={12}>
      {(whole) => {
        const [newest] = whole.versions;
        if (newest === undefined) return null;
        const { legalClass, thirdPartyPaid, paper } = newest;
        const saved = { title: whole.title, legalClass, thirdPartyPaid, paper, words: newest.words };
        return (
          <>
            <h1>{inLanguage(whole.title, [language, 'en'])?.text ?? whole.code}</h1>
            <TemplateEditor
              key={templateId}
              saved={saved}
              fields={list.data?.fields ?? []}
              templateId={templateId}
              versions={whole.versions}
              mayChange={mayChange}
            />
          </>
        );
      }}
    </Region>
  );
}
