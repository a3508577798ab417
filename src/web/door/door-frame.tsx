import type { ReactNode } from 'react';
import { speak, useLanguage, useWords } from '../app/words.ts';
import { useTitle } from '../parts/use-title.ts';

/** The plain page before somebody is signed in. */
export function DoorFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const words = useWords();
  const language = useLanguage();
  useTitle(title);
  return (
    <main className="door">
      <p className="wordmark">Keepwell</p>
      <h1>{title}</h1>
      {children}
      <p className="door-language">
        <button type="button" className="quiet" onClick={() => void speak(language === 'es' ? 'en' : 'es')}>
          <span lang={language === 'es' ? 'en' : 'es'}>{words.door.otherLanguage}</span>
        </button>
      </p>
    </main>
  );
}
