import { Loader, VisuallyHidden } from '@mantine/core';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { useAccess, usePlatform } from '../api/hooks';
import { StreamProvider } from '../api/stream-context';
import { AccessNotice } from './access-notice';
import classes from './app.module.css';
import { ErrorBoundary } from './error-boundary';
import { Header } from './header';
import type { ViewName } from './route';
import { StreamBanner } from './stream-banner';
import { useRoute } from './use-route';
import { viewTitles } from './view-titles';

const views: Readonly<Record<ViewName, ComponentType>> = {
  map: lazy(() => import('../map/map-view')),
  traces: lazy(() => import('../traces/traces-view')),
  devices: lazy(() => import('../devices/devices-view')),
  mqtt: lazy(() => import('../mqtt/mqtt-view')),
  monitors: lazy(() => import('../monitors/monitors-view')),
};

function Page() {
  const { view } = useRoute();
  const platform = usePlatform();
  const View = views[view];
  const title = platform?.title ?? 'Console';
  useEffect(() => {
    document.title = `${viewTitles[view]} · ${title}`;
  }, [view, title]);
  return (
    <div className={classes.page}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </button>
      <Header />
      <StreamBanner />
      <main className={classes.main} id="content" tabIndex={-1}>
        <VisuallyHidden component="h1">{viewTitles[view]}</VisuallyHidden>
        <ErrorBoundary key={view}>
          <Suspense fallback={<Loader className={classes.loader} role="status" aria-label="Loading" />}>
            <View />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

/** Shows the console, or how to open it if the token is missing or expired. */
export function App() {
  const { token, isExpired } = useAccess();
  if (token === undefined) return <AccessNotice isExpired={isExpired} />;
  return (
    <StreamProvider key={token} token={token}>
      <Page />
    </StreamProvider>
  );
}
