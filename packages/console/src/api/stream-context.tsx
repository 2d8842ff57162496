import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react';
import { browserClock } from '../shared/browser-clock';
import { apiPath } from './client';
import type { EventNotice, Message, Push } from './operations';
import { openStream, type Stream, type StreamOptions, type StreamStatus } from './stream';
import { expire } from './token';

const StreamContext = createContext<Stream | undefined>(undefined);
const connecting: StreamStatus = { state: 'connecting' };
const never = () => () => undefined;

const connect: StreamOptions['connect'] = ({ opened, received, closed }) => {
  const socket = new WebSocket(`ws://${location.host}${apiPath}/stream`);
  socket.onopen = opened;
  socket.onmessage = ({ data }) => received(String(data));
  socket.onclose = ({ code }) => closed(code);
  return socket;
};

/** Opens the stream for the components inside. */
export function StreamProvider({ token, children }: { token: string; children: ReactNode }) {
  const [stream, setStream] = useState<Stream>();
  useEffect(() => {
    const opened = openStream({
      token,
      connect,
      clock: browserClock,
      onRejected: () => expire(token),
    });
    setStream(opened);
    return () => opened.close();
  }, [token]);
  return <StreamContext value={stream}>{children}</StreamContext>;
}

/** Returns the status of the stream, and a function that reconnects immediately. */
export function useStreamStatus(): { readonly status: StreamStatus; readonly retry: () => void } {
  const stream = useContext(StreamContext);
  const status = useSyncExternalStore(stream?.onStatus ?? never, stream?.status ?? (() => connecting));
  return { status, retry: () => stream?.retry() };
}

/** Calls the listener with each push, which also contains the platform's clock and counters. */
export function usePushes(listener: (push: Push) => void): void {
  const stream = useContext(StreamContext);
  const receive = useEffectEvent(listener);
  useEffect(() => stream?.onPush((push) => receive(push)), [stream]);
}

/** Returns the number of events and messages that the platform did not send since the component was mounted. */
export function useSkipped(): number {
  const [count, setCount] = useState(0);
  usePushes(({ skipped }) => setCount((before) => before + skipped));
  return count;
}

/** Calls the listener with new events of the platform. */
export function useEvents(listener: (events: readonly EventNotice[]) => void): void {
  const stream = useContext(StreamContext);
  const receive = useEffectEvent(listener);
  useEffect(() => stream?.onEvents((events) => receive(events)), [stream]);
}

/** Subscribes to topic filters and calls the listener with new messages. */
export function useMessages(filters: readonly string[], listener: (messages: readonly Message[]) => void): void {
  const stream = useContext(StreamContext);
  const receive = useEffectEvent(listener);
  const text = filters.join('\n');
  useEffect(() => {
    if (text === '') return undefined;
    return stream?.onMessages(text.split('\n'), (messages) => receive(messages));
  }, [stream, text]);
}
