import { Link } from '@tanstack/react-router';
import { useWords } from '../app/words.ts';
import { Empty } from '../parts/region.tsx';

export function NotFound() {
  const words = useWords();
  return (
    <Empty title={words.common.nothingHere}>
      <p>
        <Link to="/">{words.common.backToStart}</Link>
      </p>
    </Empty>
  );
}
