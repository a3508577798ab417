import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { plain } from '../../kit/plain.ts';
import { Empty } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useImportWords } from './import-words.ts';
import { systems } from './systems.ts';
import '../patients/patients.css';
import '../plan/settings.css';
import './imports.css';

/** Which export to make in each system that the importer knows, step by step, and what none of them can give. */
export function SystemsScreen() {
  const words = useImportWords();
  const [text, setText] = useState('');
  useTitle(words.guide.title);
  const wanted = plain(text).split(/\s+/).filter(Boolean);
  const found = systems.filter(([name]) => {
    const { name: shown, export: lines } = words.systems[name];
    const { steps, cannot } = words.guide.of[name];
    const all = plain([shown, ...lines, ...steps, ...cannot].join(' '));
    return wanted.every((word) => all.includes(word));
  });
  return (
    <div className="page import-page">
      <p>
        <Link to="/imports">{words.allImports}</Link>
      </p>
      <h1>{words.guide.title}</h1>
      <p className="dim lead">{words.guide.lead}</p>
      <TextInput
        label={words.guide.search}
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className="dim" role="status">
        {words.guide.found(found.length)}
      </p>
      {found.length === 0 ? (
        <Empty title={words.guide.none}>
          <p>{words.guide.noneExplained}</p>
          <p>
            <button type="button" className="link" onClick={() => setText('')}>
              {words.guide.all}
            </button>
          </p>
        </Empty>
      ) : null}
      {found.map(([name, sureness]) => {
        const { steps, cannot } = words.guide.of[name];
        return (
          <section key={name} id={name} className="guide">
            <h2>{words.systems[name].name}</h2>
            <h3>{words.guide.steps}</h3>
            <ol>
              {steps.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ol>
            <h3>{words.guide.columns}</h3>
            <ul>
              {words.systems[name].export.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <h3>{words.guide.cannot}</h3>
            <ul>
              {cannot.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p className={sureness === 'seen' ? 'dim' : 'unsure'}>{words.source.sure[sureness]}</p>
            <p>
              <Link to="/imports/new" search={{ from: name }}>
                {words.guide.begin}
              </Link>
            </p>
          </section>
        );
      })}
    </div>
  );
}
