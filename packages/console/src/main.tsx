import '@mantine/core/styles.css';
import './shell/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, isAccepted } from './api/client';
import { currentAccess, onAccessChange, startAccess } from './api/token';
import { App } from './shell/app';
import { theme } from './shell/theme';

const nonce = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? '';
setNonce(nonce);
await startAccess(isAccepted);

const colorSchemes = localStorageColorSchemeManager({ key: 'console-color-scheme' });

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 0,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

// the token changes if the platform was restarted, and then nothing that was loaded is valid anymore
onAccessChange(() => {
  if (currentAccess().token !== undefined) void queries.resetQueries();
});

const root = document.getElementById('console');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemes}
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
