import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ToastRegion } from '../parts/toast-region.tsx';
import { Refused } from './api.ts';
import { preferences } from './preferences.ts';
import { makeRouter } from './routes.tsx';
import { useStore } from './store.ts';
import { cssVariables, theme } from './theme.ts';

/** Memory only: nothing that was read is written to the browser's storage. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        // A refusal will be one again; a lost connection or a fault may pass.
        retry: (failures, error) =>
          failures < 2 &&
          !(error instanceof Refused && error.problem.status >= 400 && error.problem.status < 500),
      },
    },
  });
}

export function App({ direction }: { readonly direction: 'ltr' | 'rtl' }) {
  const [client] = useState(makeQueryClient);
  const [router] = useState(() => makeRouter(client));
  const { theme: scheme, language } = useStore(preferences);
  const read = useRef(language);
  // What was read came in the language of before.
  useEffect(() => {
    if (read.current === language) return;
    read.current = language;
    void client.invalidateQueries();
  }, [client, language]);
  return (
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        {...(scheme === 'auto' ? {} : { forceColorScheme: scheme })}
        colorSchemeManager={unkept}
      >
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
          <ToastRegion />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

// The kit would keep the scheme under a key of its own; ours is in the preferences.
const unkept = {
  get: () => 'auto' as const,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};
