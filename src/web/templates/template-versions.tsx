import { useFormats } from '../app/format.ts';
import { showToast } from '../app/toasts.ts';
import type { Version } from './template-queries.ts';
import { useTemplateWords } from './template-words.ts';

/** What a template said before; a message that went out keeps the version that it was written from. */
export function TemplateVersions({
  versions,
  mayChange,
  restore,
}: {
  readonly versions: readonly Version[];
  readonly mayChange: boolean;
  readonly restore: (version: Version) => void;
}) {
  const words = useTemplateWords();
  const formats = useFormats();
  if (versions.length === 0) return null;
  return (
    <section className="template-versions">
      <h2>{words.versions}</h2>
      <ol>
        {versions.map((version, i) => (
          <li key={version.id}>
            {words.version(formats.number(version.version))},{' '}
            <span className="dim">
              {version.by === null ? words.shipped : words.by(formats.moment(version.at), version.by)}
            </span>{' '}
            {mayChange && i > 0 ? (
              <button
                type="button"
                className="quiet small"
                onClick={() => {
                  restore(version);
                  showToast(words.restored);
                }}
              >
                {words.restore}
              </button>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
