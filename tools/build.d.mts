export function buildWords(): Promise<void>;
