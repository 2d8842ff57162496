import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { apiQuery } from '../api/client';
import type { Message } from '../api/operations';
import { matchesFilter } from '../api/stream';
import { useMessages } from '../api/stream-context';
import { historyLimit, mergeMessages } from './message-history';

/**
 * Returns the recorded and the live messages of topic filters, newest first. No live messages arrive while paused. Messages of
 * removed filters disappear.
 */
export function useMessagesOf(
  filters: readonly string[],
  isPaused: boolean,
): { readonly messages: readonly Message[]; readonly error: Error | null } {
  const [live, setLive] = useState<readonly Message[]>([]);
  const { recorded, error } = useQueries({
    queries: filters.map((filter) => apiQuery('listMessages', { query: { filter, limit: 200 } })),
    combine: (results) => ({
      recorded: results.map(({ data }) => data),
      error: results.find((result) => result.error !== null)?.error ?? null,
    }),
  });
  useMessages(isPaused ? [] : filters, (messages) =>
    setLive((known) => [...messages.toReversed(), ...known].slice(0, historyLimit)),
  );
  const subscribed = filters.join('\n');
  const messages = useMemo(
    () =>
      mergeMessages(
        live.filter(({ topic }) => subscribed.split('\n').some((filter) => matchesFilter(filter, topic))),
        recorded.flatMap((answer) => answer?.messages ?? []),
      ),
    [live, recorded, subscribed],
  );
  return { messages, error };
}
