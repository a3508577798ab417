export interface Message {
  readonly id: string;
  readonly text: string;
  /** Null where the text is said as it stands. */
  readonly names: readonly string[] | null;
}

export function flatten(node: unknown, path?: string): readonly Message[];
export function updatePo(messages: readonly Message[], text: string, language: string): string;
export function matchWords(
  messages: readonly Message[],
  poText: string,
  language: string,
): { readonly problems: readonly string[] };
export function checkWords(options?: { readonly update?: boolean }): Promise<readonly string[]>;
