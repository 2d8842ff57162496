import { useThrottledCallback } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiQuery, call } from '../api/client';
import { usePushes } from '../api/stream-context';
import { mayMatch, type TraceFilter } from './trace-filter';
import { addNewest, addOlder, type TraceList } from './trace-list';

const pageSize = 100;
const empty: TraceList = { traces: [], before: undefined };

/** Returns the traces that match a filter, newest first, and adds new traces unless the list is paused. */
export function useTraces(filter: TraceFilter, isPaused: boolean) {
  const newest = useQuery(apiQuery('listTraces', { query: { ...filter, limit: pageSize } }));
  const [list, setList] = useState(empty);
  const [missed, setMissed] = useState(0);

  useEffect(() => {
    if (newest.data !== undefined) setList((known) => addNewest(known, newest.data));
  }, [newest.data]);

  const refresh = useThrottledCallback(() => void newest.refetch(), 1000);
  useEffect(() => {
    if (isPaused) return;
    setMissed(0);
    refresh();
  }, [isPaused, refresh]);
  usePushes(({ events, skipped }) => {
    const matching = events.filter((event) => mayMatch(filter, event)).length;
    if (isPaused) setMissed((count) => count + matching);
    // a skipped event can match as well
    else if (matching + skipped > 0) refresh();
  });

  const older = useMutation({
    mutationFn: () => call('listTraces', { query: { ...filter, limit: pageSize, before: list.before } }),
    onSuccess: (page) => setList((known) => addOlder(known, page)),
  });

  return {
    traces: list.traces,
    /** Matching events since the list was paused. */
    missed,
    error: newest.error ?? older.error,
    isLoading: newest.isPending,
    isLoadingOlder: older.isPending,
    loadOlder: () => {
      if (list.before !== undefined && !older.isPending && older.error === null) older.mutate();
    },
  };
}
