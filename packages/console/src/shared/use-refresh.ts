import { useThrottledCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import type { EventNotice } from '../api/operations';
import { useEvents } from '../api/stream-context';

/** Refreshes a query, at most once per second, when an event occurs that changes its answer. */
export function useRefresh(queryKey: readonly unknown[], changes: (event: EventNotice) => boolean): void {
  const client = useQueryClient();
  const refresh = useThrottledCallback(() => void client.invalidateQueries({ queryKey }), 1000);
  useEvents((events) => {
    if (events.some(changes)) refresh();
  });
}
