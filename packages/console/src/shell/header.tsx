import { ActionIcon, Badge, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';
import { usePlatform } from '../api/hooks';
import type { Push } from '../api/operations';
import { usePushes, useStreamStatus } from '../api/stream-context';
import { browserClock } from '../shared/browser-clock';
import { formatCount, formatTime } from '../shared/format';
import { MoonIcon, SunIcon } from '../shared/icons';
import { useNow } from '../shared/use-now';
import classes from './header.module.css';
import { hashOf, viewNames } from './route';
import { useRoute } from './use-route';
import { viewTitles } from './view-titles';

/** Shows the title, the navigation, the platform's clock and the color scheme. */
export function Header() {
  const platform = usePlatform();
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{platform?.title ?? 'Console'}</h1>
      <Navigation />
      <div className={classes.status}>
        {platform?.readOnly && (
          <Tooltip label="The platform was started with --console-read-only">
            <Badge variant="default" tabIndex={0} radius="sm">
              Read-only
            </Badge>
          </Tooltip>
        )}
        <Counters />
        <Connection />
        <ColorSchemeSwitch />
      </div>
    </header>
  );
}

function Navigation() {
  const { view } = useRoute();
  return (
    <nav className={classes.navigation} aria-label="Views">
      {viewNames.map((name) => (
        <a
          key={name}
          className={classes.link}
          href={hashOf({ view: name })}
          aria-current={name === view ? 'page' : undefined}
        >
          {viewTitles[name]}
        </a>
      ))}
    </nav>
  );
}

function Counters() {
  const platform = usePlatform();
  const [pushed, setPushed] = useState<Push['platform']>();
  usePushes((push) => setPushed(push.platform));
  const { clock, events, payloads } = pushed ?? platform ?? {};
  if (clock === undefined || events === undefined) return null;
  const problem =
    payloads?.failure === undefined ? undefined : `Payloads are not recorded anymore: ${payloads.failure}`;
  const leftOut = `${formatCount(events.leftOut)} events were not recorded, because there were too many in one second`;
  return (
    <>
      {(problem !== undefined || events.leftOut > 0) && (
        <Tooltip label={problem ?? leftOut} multiline maw={320}>
          <Badge color="yellow" variant="light" tabIndex={0} radius="sm">
            {problem === undefined ? `${formatCount(events.leftOut)} left out` : 'No payloads'}
          </Badge>
        </Tooltip>
      )}
      <span className={classes.counter}>
        {formatCount(events.recorded)} {events.recorded === 1 ? 'event' : 'events'}
      </span>
      <Clock clock={clock} />
    </>
  );
}

/** Shows the platform's time, which continues between two pushes. */
function Clock({ clock: { now, speed } }: { clock: Push['platform']['clock'] }) {
  const real = useNow(1000);
  // the real time at which the platform's time was received
  const received = useMemo(() => ({ now, at: browserClock.now() }), [now]);
  const time = Date.parse(received.now) + Math.max(0, real - received.at) * speed;
  return (
    <Tooltip label="Platform time (UTC)">
      <time className={classes.clock} dateTime={now}>
        {formatTime(new Date(time).toISOString())}
        {speed !== 1 && ` ×${speed}`}
      </time>
    </Tooltip>
  );
}

const connections = { open: 'Connected', connecting: 'Connecting', lost: 'Connection lost' } as const;

function Connection() {
  const { state } = useStreamStatus().status;
  return (
    <Tooltip label={connections[state]}>
      <span className={classes.connection} data-state={state} role="img" aria-label={connections[state]} />
    </Tooltip>
  );
}

function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Use the ${other} color scheme`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Use the ${other} color scheme`}
        onClick={() => setColorScheme(other)}
      >
        {scheme === 'dark' ? <SunIcon /> : <MoonIcon />}
      </ActionIcon>
    </Tooltip>
  );
}
