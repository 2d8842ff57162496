import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { TraceSummary } from '../api/operations';
import { ErrorNote } from '../shared/error-note';
import { formatCount, formatDateTime, formatTime } from '../shared/format';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import type { TraceFilter } from './trace-filter';
import { mostTraces } from './trace-list';
import classes from './traces.module.css';
import { useTraces } from './use-traces';

const rowHeight = 46;

interface Props {
  readonly filter: TraceFilter;
  readonly selected: string | undefined;
  readonly isPaused: boolean;
  readonly resume: () => void;
}

/** Keeps the visible rows in place when rows are added above, unless the list is scrolled to its start. */
function useStablePosition(box: { readonly current: HTMLElement | null }, traces: readonly TraceSummary[]): void {
  const first = useRef<number>(undefined);
  useLayoutEffect(() => {
    const added = traces.findIndex(({ trace }) => trace === first.current);
    first.current = traces[0]?.trace;
    if (box.current !== null && added > 0 && box.current.scrollTop > 0) box.current.scrollTop += added * rowHeight;
  }, [box, traces]);
}

/** Moves the focus between the rows with the arrow keys. */
function onArrowKey(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = [...event.currentTarget.querySelectorAll('a')];
  const current = rows.findIndex((row) => row.matches(':focus'));
  if (step === undefined || current < 0) return;
  event.preventDefault();
  rows[current + step]?.focus();
}

/** List of traces, newest first. Only the visible rows are rendered. */
export function TraceRows({ filter, selected, isPaused, resume }: Props) {
  const { traces, missed, error, isLoading, isLoadingOlder, loadOlder } = useTraces(filter, isPaused);
  const box = useRef<HTMLDivElement>(null);
  useStablePosition(box, traces);
  const virtualizer = useVirtualizer({
    count: traces.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => traces[index]?.trace ?? index,
    overscan: 10,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= traces.length - 20 && traces.length > 0) loadOlder();
  });

  return (
    <>
      {missed > 0 && (
        <Button size="compact-sm" variant="light" radius={0} onClick={resume}>
          {formatCount(missed)} new events: resume
        </Button>
      )}
      {error !== null && <ErrorNote error={error} />}
      {isLoading && <Loader m="md" size="sm" role="status" aria-label="Loading" />}
      {!isLoading && error === null && traces.length === 0 && (
        <p className={classes.hint}>
          {Object.values(filter).some((value) => value !== undefined)
            ? 'No trace matches the filters.'
            : 'No traces yet. The map shows how to send the first message.'}
        </p>
      )}
      <div className={classes.rows} ref={box}>
        <ul style={{ height: virtualizer.getTotalSize() }} onKeyDown={onArrowKey} aria-label="Traces">
          {rows.map(({ index, start, key }) => {
            const trace = traces[index];
            return (
              trace && (
                <li key={key} className={classes.place} style={{ top: start, height: rowHeight }}>
                  <TraceRow trace={trace} filter={filter} isSelected={`${trace.trace}` === selected} />
                </li>
              )
            );
          })}
        </ul>
        {traces.length >= mostTraces && (
          <p className={classes.hint}>
            The list ends after {formatCount(mostTraces)} traces. Use the filters to find older ones.
          </p>
        )}
        {isLoadingOlder && <Loader m="sm" size="xs" role="status" aria-label="Loading" />}
      </div>
    </>
  );
}

function outcomeOf({ failed, denied, symbol }: TraceSummary): { readonly symbol: string; readonly text: string } {
  if (denied) return { symbol: '⊘', text: 'denied' };
  return failed ? { symbol: '✗', text: 'failed' } : { symbol, text: '' };
}

interface RowProps {
  readonly trace: TraceSummary;
  readonly filter: TraceFilter;
  readonly isSelected: boolean;
}

function TraceRow({ trace, filter, isSelected }: RowProps) {
  const { symbol, text } = outcomeOf(trace);
  const hasFailed = text !== '' || undefined;
  return (
    <a
      className={classes.row}
      href={hashOf({ view: 'traces', item: `${trace.trace}`, query: { ...filter } })}
      aria-current={isSelected || undefined}
    >
      <time className={classes.time} dateTime={trace.at} title={`${formatDateTime(trace.at)} UTC`}>
        {formatTime(trace.at)}
      </time>
      <span className={classes.outcome} data-failed={hasFailed}>
        <span aria-hidden="true">{symbol}</span>
        <VisuallyHidden>{text}</VisuallyHidden>
      </span>
      <span className={classes.title} data-failed={hasFailed}>
        <VisibleText text={trace.title} />
      </span>
      <span className={classes.details}>
        <VisibleText text={trace.details.join(' · ')} />
      </span>
      <span className={classes.events}>
        {formatCount(trace.events)} {trace.events === 1 ? 'event' : 'events'}
      </span>
    </a>
  );
}
