/** What a key was when it came last. */
export type Seen = 'new' | 'same' | 'changed';

/**
 * Remembers which keys came and with what content, at twelve bytes a key: a Map of a million strings takes
 * 120 MB. Two keys of one hash (one pair in 10^7 million) only cost a needless look for repeats.
 */
export interface SeenKeys {
  see(key: string, content: number): Seen;
}

/** 32 bits of a text, well mixed. */
export function hashText(text: string, seed: number): number {
  let hash = seed ^ 0x9e3779b9;
  for (let i = 0; i < text.length; i += 1)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

export function createSeenKeys(): SeenKeys {
  let slots = 1 << 14;
  let used = 0;
  // Three numbers a slot: two halves of the key's hash (the first never 0: 0 is an empty slot), and the
  // content.
  let table = new Uint32Array(slots * 3);

  function place(target: Uint32Array, size: number, first: number, second: number): number {
    let slot = first & (size - 1);
    for (;;) {
      const at = slot * 3;
      if (target[at] === 0 || (target[at] === first && target[at + 1] === second)) return at;
      slot = (slot + 1) & (size - 1);
    }
  }

  function grow(): void {
    const wider = new Uint32Array(slots * 2 * 3);
    for (let at = 0; at < table.length; at += 3) {
      const first = table[at] ?? 0;
      if (first === 0) continue;
      const target = place(wider, slots * 2, first, table[at + 1] ?? 0);
      wider.set(table.subarray(at, at + 3), target);
    }
    table = wider;
    slots *= 2;
  }

  return {
    see: (key, content) => {
      if (used * 10 > slots * 7) grow();
      const first = hashText(key, 1) || 1;
      const second = hashText(key, 2);
      const at = place(table, slots, first, second);
      const known = table[at] !== 0;
      const same = known && table[at + 2] === content >>> 0;
      table[at] = first;
      table[at + 1] = second;
      table[at + 2] = content;
      if (!known) used += 1;
      return known ? (same ? 'same' : 'changed') : 'new';
    },
  };
}
