const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when somebody asks this process to stop. A second request within the same stop ends it at once. */
export function untilAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve(signal);
    };
    for (const signal of signals) process.on(signal, onSignal);
  });
}
