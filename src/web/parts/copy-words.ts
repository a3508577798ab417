import { showToast } from '../app/toasts.ts';

export async function copyWords(text: string, said: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  showToast(said);
}
