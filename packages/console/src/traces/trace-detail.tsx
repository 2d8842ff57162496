import { Alert, Anchor, Button, CloseButton, Loader } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useApi } from '../api/hooks';
import type { EventNotice, PlatformEvent } from '../api/operations';
import { useEvents } from '../api/stream-context';
import { CopyButton } from '../shared/copy-button';
import { ErrorNote } from '../shared/error-note';
import { EventSymbol } from '../shared/event-row';
import { FocusedTitle } from '../shared/focused-title';
import { formatCount, formatDateTime, formatDuration } from '../shared/format';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { navigate } from '../shell/use-route';
import { EventHop } from './event-hop';
import classes from './trace-detail.module.css';
import type { TraceFilter } from './trace-filter';
import { buildTree, stopsIn, type TraceHop } from './trace-tree';

/** Number of events that are rendered at first. */
const shownAtFirst = 300;

interface Props {
  readonly trace: string;
  readonly filter: TraceFilter;
  /** ID of the event to scroll to. */
  readonly focused: string | undefined;
  /** ID of the event that this trace repeats. */
  readonly replayOf: string | undefined;
}

/** Returns the hops of a trace, which are loaded again when an event is added to it. */
function useHops(trace: string) {
  const { data, error, refetch } = useApi('getTrace', { path: { trace } });
  const refresh = useThrottledCallback(() => void refetch(), 500);
  const known = useMemo(() => {
    const events = data?.events ?? [];
    return {
      traces: new Set([...events.map((event) => event.trace), Number(trace)]),
      events: new Set(events.map(({ id }) => id)),
    };
  }, [data, trace]);
  useEvents((events) => {
    const isNew = ({ id, trace: other, links }: EventNotice) =>
      !known.events.has(id) && (known.traces.has(other) || links.some((link) => known.events.has(link)));
    if (events.some(isNew)) refresh();
  });
  const hops = useMemo(() => (data === undefined ? undefined : buildTree(data.events)), [data]);
  return { hops, error, leftOut: data?.leftOut ?? 0 };
}

/** Trace as a tree of causes, with decisions, payloads and replays. */
export function TraceDetail({ trace, filter, focused, replayOf }: Props) {
  const { hops, error, leftOut } = useHops(trace);
  const first = hops?.[0]?.event;
  return (
    <section className={classes.pane} aria-label="Selected trace">
      <header className={classes.head}>
        <div className={classes.names}>
          <FocusedTitle>{first === undefined ? `Trace ${trace}` : <VisibleText text={first.title} />}</FocusedTitle>
          <div className={classes.quiet}>
            Trace {trace}
            {first !== undefined && ` · ${formatDateTime(first.at)} UTC`}
            {first?.thing !== undefined && (
              <>
                {' · '}
                <Anchor inherit underline="always" href={hashOf({ view: 'devices', item: first.thing })}>
                  <VisibleText text={first.thing} />
                </Anchor>
              </>
            )}
          </div>
        </div>
        <CopyButton
          text={`${location.origin}${location.pathname}${hashOf({ view: 'traces', item: trace })}`}
          label="Copy link"
        />
        <CloseButton aria-label="Close the trace" onClick={() => navigate({ view: 'traces', query: { ...filter } })} />
      </header>
      {replayOf !== undefined && (
        <Alert variant="light" p="xs" mb="sm">
          Replay of{' '}
          <Anchor inherit underline="always" href={hashOf({ view: 'traces', item: replayOf })}>
            trace {replayOf}
          </Anchor>
        </Alert>
      )}
      {error !== null && hops === undefined && <ErrorNote error={error} />}
      {hops === undefined && error === null && <Loader size="sm" role="status" aria-label="Loading" />}
      {leftOut > 0 && (
        <Alert variant="light" color="yellow" p="xs" mb="sm">
          This trace is too long: {formatCount(leftOut)} further events are not shown.
        </Alert>
      )}
      {hops !== undefined && <Hops trace={trace} hops={hops} filter={filter} focused={focused} />}
    </section>
  );
}

interface HopsProps extends Omit<Props, 'replayOf'> {
  readonly hops: readonly TraceHop[];
}

function Hops({ trace, hops, filter, focused }: HopsProps) {
  const [isComplete, setComplete] = useState(false);
  const focusedIndex = hops.findIndex(({ event }) => `${event.id}` === focused);
  const count = isComplete ? hops.length : Math.max(shownAtFirst, focusedIndex + 1);
  return (
    <>
      <Summary hops={hops} trace={trace} filter={filter} />
      <ol className={classes.hops}>
        {hops.slice(0, count).map((hop) => (
          <EventHop
            key={hop.event.id}
            hop={hop}
            trace={trace}
            filter={filter}
            isFocused={`${hop.event.id}` === focused}
          />
        ))}
      </ol>
      {count < hops.length && (
        <Button variant="default" size="compact-sm" onClick={() => setComplete(true)}>
          Show all {formatCount(hops.length)} events
        </Button>
      )}
    </>
  );
}

/** Number of events, and the events at which the trace failed or stopped. */
function Summary({ hops, trace, filter }: Pick<HopsProps, 'hops' | 'trace' | 'filter'>) {
  const { failures, skipped } = stopsIn(hops);
  const duration = Math.max(0, ...hops.map(({ after }) => after));
  const linkTo = ({ id }: PlatformEvent) =>
    hashOf({ view: 'traces', item: trace, query: { ...filter, event: `${id}` } });
  return (
    <div className={classes.summary}>
      <p>
        {formatCount(hops.length)} {hops.length === 1 ? 'event' : 'events'}
        {duration > 0 && ` in ${formatDuration(duration)}`}
        {failures.length === 0 && ', no failures'}
        {skipped.length > 0 &&
          `, ${formatCount(skipped.length)} ${skipped.length === 1 ? 'rule' : 'rules'} not matched`}
      </p>
      {failures.length > 0 && (
        <ul className={classes.stops} aria-label="Failures">
          {failures.slice(0, 5).map((event) => (
            <li key={event.id}>
              <EventSymbol event={event} />{' '}
              <a href={linkTo(event)}>
                <VisibleText text={event.title} />
              </a>{' '}
              <VisibleText text={event.decision?.reason ?? event.details.join(' · ')} />
            </li>
          ))}
          {failures.length > 5 && <li>{formatCount(failures.length - 5)} more failures</li>}
        </ul>
      )}
    </div>
  );
}
