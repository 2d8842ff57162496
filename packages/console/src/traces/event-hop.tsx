import { Anchor, Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '../api/hooks';
import type { Decision, PlatformEvent } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { CopyButton } from '../shared/copy-button';
import { ErrorNote } from '../shared/error-note';
import { EventSymbol } from '../shared/event-row';
import { formatDateTime, formatDuration, formatTime } from '../shared/format';
import { JsonText } from '../shared/json-text';
import { PayloadViews } from '../shared/payload-view';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { navigate } from '../shell/use-route';
import classes from './event-hop.module.css';
import type { TraceFilter } from './trace-filter';
import type { TraceHop } from './trace-tree';

/** Deeper hops are not indented further. */
const deepestIndent = 8;

/** Number of contributing events of an alert that are shown at first. */
const contributorsAtFirst = 5;

interface Props {
  readonly hop: TraceHop;
  readonly trace: string;
  readonly filter: TraceFilter;
  readonly isFocused: boolean;
}

/** Event of a trace, with its decision, payloads and replay. */
export function EventHop({ hop, trace, filter, isFocused }: Props) {
  const { event, depth, relation, after, isCauseMissing } = hop;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isFocused) row.current?.scrollIntoView({ block: 'center' });
  }, [isFocused]);
  return (
    <li
      ref={row}
      className={classes.hop}
      data-focused={isFocused || undefined}
      style={{ '--depth': Math.min(depth, deepestIndent) }}
    >
      <div className={classes.head}>
        <EventSymbol event={event} />
        <span className={classes.text}>
          <span className={classes.title} data-tone={event.tone}>
            <VisibleText text={event.title} />
          </span>{' '}
          <span className={classes.details}>
            <VisibleText text={event.details.join(' · ')} />
          </span>
        </span>
        <span className={classes.times}>
          {event.milliseconds !== undefined && <span title="Duration">{formatDuration(event.milliseconds)}</span>}
          <time dateTime={event.at} title={`${formatDateTime(event.at)} UTC`}>
            +{formatDuration(after)}
          </time>
        </span>
      </div>
      <div className={classes.body}>
        {relation === 'batch' && <BatchNote event={event} />}
        {relation !== 'batch' && <Contributors event={event} filter={filter} />}
        {isCauseMissing && <p className={classes.note}>The cause was left out, or is not recorded anymore.</p>}
        <div className={classes.facts}>
          {event.decision !== undefined && <DecisionNote decision={event.decision} details={event.details} />}
          <Links event={event} trace={trace} filter={filter} />
        </div>
        {event.decision?.statement !== undefined && <Statement text={event.decision.statement} />}
        {event.below.length > 0 && (
          <pre className={classes.below} data-aligned={event.kind === 'rule-skipped' || undefined}>
            <VisibleText text={event.below.join('\n')} />
          </pre>
        )}
        <PayloadViews payloads={event.payloads} />
      </div>
    </li>
  );
}

interface DecisionProps {
  readonly decision: Decision;
  /** Texts that are already shown. */
  readonly details: readonly string[];
}

function DecisionNote({ decision: { outcome, reason }, details }: DecisionProps) {
  return (
    <>
      <span className={classes.outcome} data-outcome={outcome}>
        {outcome}
      </span>
      {reason !== undefined && !details.some((detail) => detail.includes(reason)) && (
        <span>
          <VisibleText text={reason} />
        </span>
      )}
    </>
  );
}

/** Statement of a policy that decided, or the JSON of the missing statement. */
function Statement({ text }: { text: string }) {
  const [, before = text, json] = /^([^{]*)(\{.*\})$/s.exec(text) ?? [];
  return (
    <div className={classes.statement}>
      <VisibleText text={before} />
      {json !== undefined && <JsonText text={json} label="Statement" />}
    </div>
  );
}

function BatchNote({ event: { kind, links } }: { event: PlatformEvent }) {
  if (links.length < 2) return null;
  const others = links.length - 1;
  return (
    <p className={classes.note}>
      {kind === 'monitor'
        ? `${others} other ${others === 1 ? 'event' : 'events'} also contributed to this alert.`
        : `This batch also contains records of ${others} other ${others === 1 ? 'event' : 'events'}.`}
    </p>
  );
}

/** Events that contributed to an alert, with links to their traces. */
function Contributors({ event: { contributors = [] }, filter }: { event: PlatformEvent; filter: TraceFilter }) {
  const [isComplete, setComplete] = useState(false);
  if (contributors.length === 0) return null;
  const shown = isComplete ? contributors : contributors.slice(0, contributorsAtFirst);
  return (
    <>
      <p className={classes.note}>Newest events that contributed to this alert:</p>
      <ul className={classes.contributors}>
        {shown.map(({ id, trace, at, title }) => (
          <li key={id}>
            <Anchor size="xs" href={hashOf({ view: 'traces', item: `${trace}`, query: { ...filter, event: `${id}` } })}>
              {formatTime(at)} <VisibleText text={title} />
            </Anchor>
          </li>
        ))}
      </ul>
      {shown.length < contributors.length && (
        <Button variant="default" size="compact-xs" onClick={() => setComplete(true)}>
          Show all {contributors.length} events
        </Button>
      )}
    </>
  );
}

/** Returns the address of the view that shows the resource of an event. */
function hashOfResource(resource: string): string {
  const [, monitor] = /^datadog_monitor\.(.+)$/.exec(resource) ?? [];
  return monitor === undefined
    ? hashOf({ view: 'map', query: { node: resource } })
    : hashOf({ view: 'monitors', item: monitor });
}

function Links({ event, trace, filter }: { event: PlatformEvent; trace: string; filter: TraceFilter }) {
  const { resource, requestId, replayable, trace: ownTrace } = event;
  const isOther = `${ownTrace}` !== trace;
  return (
    <>
      {resource !== undefined && (
        <Anchor size="xs" href={hashOfResource(resource)}>
          <VisibleText text={resource} />
        </Anchor>
      )}
      {isOther && (
        <Anchor size="xs" href={hashOf({ view: 'traces', item: `${ownTrace}`, query: { ...filter } })}>
          trace {ownTrace}
        </Anchor>
      )}
      {requestId !== undefined && (
        <span className={classes.request}>
          request {requestId} <CopyButton text={requestId} label="Copy request ID" />
        </span>
      )}
      {replayable && <ReplayButton event={event} filter={filter} />}
    </>
  );
}

function ReplayButton({ event, filter }: { event: PlatformEvent; filter: TraceFilter }) {
  const replay = useChange('replay');
  const start = () =>
    replay.mutate(
      { body: { event: event.id } },
      {
        onSuccess: ({ trace }) =>
          navigate({ view: 'traces', item: `${trace}`, query: { ...filter, replayOf: `${event.trace}` } }),
      },
    );
  return (
    <>
      <ChangeButton size="compact-xs" loading={replay.isPending} onClick={start}>
        Replay
      </ChangeButton>
      {replay.error !== null && <ErrorNote error={replay.error} />}
    </>
  );
}
