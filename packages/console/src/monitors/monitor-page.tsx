import { Anchor, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../api/client';
import type { Monitor } from '../api/operations';
import { CopyButton } from '../shared/copy-button';
import { ErrorNote } from '../shared/error-note';
import { FocusedTitle } from '../shared/focused-title';
import { formatCount } from '../shared/format';
import { Facts, Hint, Section } from '../shared/section';
import { useRefresh } from '../shared/use-refresh';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { AlertList } from './alert-list';
import { MonitorState } from './monitor-state';
import classes from './monitors.module.css';
import { TimelineChart } from './timeline-chart';
import { WhatIf } from './what-if';

const refreshMs = 10_000;

/** Monitor with its query, timeline, alerts and recipients. */
export function MonitorPage({ id }: { id: string }) {
  const query = apiQuery('getMonitor', { path: { id } });
  const { data, error } = useQuery({ ...query, refetchInterval: refreshMs });
  useRefresh(query.queryKey, ({ resource }) => resource === `datadog_monitor.${id}`);
  return (
    <div className={classes.page}>
      <Anchor className={classes.back} href={hashOf({ view: 'monitors' })} size="sm">
        ← All monitors
      </Anchor>
      {error !== null && <ErrorNote error={error} />}
      {data === undefined && error === null && <Loader role="status" aria-label="Loading" />}
      {data !== undefined && <LoadedMonitor monitor={data} />}
    </div>
  );
}

function LoadedMonitor({ monitor }: { monitor: Monitor }) {
  const { query, timeline, adjustable, fixed, unsupported } = monitor;
  const isAdjustable = Object.keys(adjustable).length > 0;
  return (
    <>
      <Head monitor={monitor} />
      {unsupported !== undefined && <Hint>Not evaluated locally: {unsupported}</Hint>}
      <Section title="Query">
        <code className={classes.query}>{query}</code>
        <Prose monitor={monitor} />
      </Section>
      {isAdjustable && timeline.series.length > 0 ? (
        <WhatIf monitor={monitor} />
      ) : (
        <Section title="Timeline">
          <TimelineChart timeline={timeline} />
          {fixed !== undefined && <Hint>What if is not possible: {fixed}.</Hint>}
        </Section>
      )}
      {timeline.series.length > 0 && (
        <Section title="Alerts">
          <AlertList alerts={timeline.alerts} hint="No alerts in the recorded time." />
        </Section>
      )}
      {monitor.members.length > 0 && <Members monitor={monitor} />}
      {monitor.budget && <Budget budget={monitor.budget} />}
      <Notification monitor={monitor} />
      {monitor.tests.length > 0 && (
        <Section title="Tests">
          <ul className={classes.plain}>
            {monitor.tests.map((test) => (
              <li key={test}>
                <code>{test}</code>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Head({ monitor: { id, name, type, severity, state, groups, handles, place } }: { monitor: Monitor }) {
  return (
    <>
      <div className={classes.head}>
        <FocusedTitle>
          <VisibleText text={name} />
        </FocusedTitle>
        <MonitorState state={state} />
      </div>
      <Facts
        isInline
        facts={{
          ID: <code>{id}</code>,
          Type: type,
          Severity: severity,
          Recipients: handles.length === 0 ? 'none' : handles.join(', '),
          Groups: groups.length > 1 ? formatCount(groups.length) : undefined,
          Source: place && (
            <>
              <code>{place}</code> <CopyButton text={place} label="Copy place" />
            </>
          ),
        }}
      />
    </>
  );
}

function Prose({ monitor: { prose } }: { monitor: Monitor }) {
  return (
    <ul className={classes.prose}>
      {prose.map(({ topic, text }) => (
        <li key={`${topic} ${text}`}>{text}</li>
      ))}
    </ul>
  );
}

function Members({ monitor: { members } }: { monitor: Monitor }) {
  return (
    <Section title="Members">
      <ul className={classes.plain}>
        {members.map(({ id, name, state }) => (
          <li key={id} className={classes.head}>
            <MonitorState state={state} />
            <Anchor href={hashOf({ view: 'monitors', item: id })} size="sm">
              <VisibleText text={name} />
            </Anchor>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Budget({ budget }: { budget: NonNullable<Monitor['budget']> }) {
  const { target, days, good, total, remainingPercent } = budget;
  return (
    <Section title="Error budget">
      <Facts
        isInline
        facts={{
          Target: `${target}% over ${days} days`,
          Good: `${formatCount(good)} of ${formatCount(total)}`,
          Remaining: `${remainingPercent.toFixed(1)}%`,
        }}
      />
    </Section>
  );
}

function Notification({ monitor: { notification, message } }: { monitor: Monitor }) {
  return (
    <Section title={notification === undefined ? 'Message' : 'Last notification'}>
      {notification === undefined ? (
        <Hint>The monitor has not sent a notification yet. This is its template:</Hint>
      ) : (
        <div className={classes.head}>
          <strong>
            <VisibleText text={notification.title} />
          </strong>
          <Anchor href={hashOf({ view: 'traces', item: `${notification.trace}` })} size="sm">
            Trace
          </Anchor>
        </div>
      )}
      <pre className={classes.message}>
        <VisibleText text={notification?.text ?? message} />
      </pre>
    </Section>
  );
}
