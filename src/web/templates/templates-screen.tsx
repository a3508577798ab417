import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { Empty, Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useTitle } from '../parts/use-title.ts';
import { type TemplateList, templatesQuery } from './template-queries.ts';
import { useTemplateWords } from './template-words.ts';
import './templates.css';

/** Every template there is, with what it is for and who saved it last. */
export function TemplatesScreen() {
  const words = useTemplateWords();
  const mayChange = useMay('templates.change');
  const query = useQuery(templatesQuery);
  useTitle(words.title);
  return (
    <div className="page templates">
      <h1>{words.title}</h1>
      <p className="dim">
        {words.lead} {mayChange ? '' : words.readOnly}
      </p>
      {mayChange ? (
        <p className="templates-add">
          <Button
            variant="default"
            component={Link}
            {...({ to: '/templates/$templateId', params: { templateId: 'new' } } as object)}
          >
            {words.add}
          </Button>
        </p>
      ) : null}
      <Region query={query} rows={8}>
        {({ templates }) =>
          templates.length === 0 ? (
            <Empty title={words.none} />
          ) : (
            <TableScroll label={words.title}>
              <table className="card-rows">
                <thead>
                  <tr>
                    {[words.template, words.legalClass, words.languages, words.channels, words.changed].map(
                      (head) => (
                        <th key={head} scope="col">
                          {head}
                        </th>
                      ),
                    )}
                  </tr>
                </thead>
                <tbody>
                  {templates.map((template) => (
                    <Row key={template.id} template={template} />
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )
        }
      </Region>
    </div>
  );
}

function Row({ template }: { readonly template: TemplateList['templates'][number] }) {
  const words = useTemplateWords();
  const formats = useFormats();
  const language = useLanguage();
  const { id, title, code, legalClass, thirdPartyPaid, languages, channels, version, by, at } = template;
  return (
    <tr>
      <th scope="row">
        <Link to="/templates/$templateId" params={{ templateId: id }}>
          {inLanguage(title, [language, 'en'])?.text ?? code}
        </Link>
      </th>
      <td data-label={words.legalClass}>
        {words.classShort[legalClass]}
        {thirdPartyPaid ? <span className="chip">{words.paid}</span> : null}
      </td>
      <td data-label={words.languages}>{formats.list(languages.map(formats.languageName))}</td>
      <td data-label={words.channels}>{formats.list(channels.map((channel) => words.short[channel]))}</td>
      <td data-label={words.changed}>
        {words.version(formats.number(version))},{' '}
        <span className="dim">{by === null ? words.shipped : words.by(formats.moment(at), by)}</span>
      </td>
    </tr>
  );
}
