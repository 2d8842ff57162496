import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { apiQuery } from '../api/client';
import type { Message } from '../api/operations';
import { useMessages } from '../api/stream-context';
import { historyLimit, mergeMessages } from './message-history';

/** Returns the recorded and the live messages of topic filters, newest first. No live messages arrive while paused. */
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
  const messages = useMemo(
    () =>
      mergeMessages(
        live,
        recorded.flatMap((answer) => answer?.messages ?? []),
      ),
    [live, recorded],
  );
  return { messages, error };
}
