/** Which step of a new import, and which system it comes from: words of ours, nothing of a file. */
export interface NewImportSearch {
  readonly step?: 'file';
  readonly from?: string;
}

export function readNewImport(search: Record<string, unknown>): NewImportSearch {
  const { step, from } = search;
  return {
    ...(step === 'file' ? { step } : {}),
    ...(typeof from === 'string' && /^[a-z0-9-]{1,40}$/.test(from) ? { from } : {}),
  };
}
