import { Button } from '@mantine/core';
import { useSignInWords } from './sign-in-words.ts';

/** Ten codes, told this once. */
export function RecoveryCodes({
  codes,
  done,
}: {
  readonly codes: readonly string[];
  readonly done: () => void;
}) {
  const say = useSignInWords();
  const save = () => {
    const text = `${say.codes.heading}\n\n${codes.join('\n')}\n`;
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = say.codes.file;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <section className="recovery-codes" aria-label={say.codes.title}>
      <h2>{say.codes.title}</h2>
      <p>{say.codes.explained}</p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="buttons">
        <Button variant="default" onClick={save}>
          {say.codes.download}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {say.codes.print}
        </Button>
        <Button onClick={done}>{say.codes.kept}</Button>
      </div>
    </section>
  );
}
