import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { browserClock } from './browser-clock';

/** Returns the real time in milliseconds since the epoch. The component is rendered again at this interval. */
export function useNow(milliseconds: number): number {
  const [now, setNow] = useState(browserClock.now);
  useInterval(() => setNow(browserClock.now()), milliseconds, { autoInvoke: true });
  return now;
}
