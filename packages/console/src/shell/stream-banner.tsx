import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useStreamStatus } from '../api/stream-context';
import { useNow } from '../shared/use-now';
import classes from './stream-banner.module.css';

/** Reports a lost connection, and refreshes all views when the connection is open again. */
export function StreamBanner() {
  const { status, retry } = useStreamStatus();
  const client = useQueryClient();
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (status.state === 'lost') setWasLost(true);
    if (status.state !== 'open' || !wasLost) return;
    setWasLost(false);
    void client.invalidateQueries();
  }, [status, wasLost, client]);
  if (status.state !== 'lost') return null;
  return (
    <div className={classes.banner} role="alert">
      <span>
        The connection to the platform was lost. Next attempt <Countdown until={status.retryAt} />.
      </span>
      <Button size="compact-sm" variant="default" onClick={retry}>
        Reconnect
      </Button>
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const seconds = Math.max(0, Math.ceil((until - useNow(500)) / 1000));
  // a screen reader reads the banner once, not each second
  return <span aria-hidden="true">{seconds === 0 ? 'now' : `in ${seconds} s`}</span>;
}
