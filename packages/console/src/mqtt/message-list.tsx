import { Anchor, Box, Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { Message } from '../api/operations';
import { downloadFile } from '../shared/download';
import { formatBytes, formatCount, formatTime } from '../shared/format';
import { BytesView } from '../shared/payload-view';
import { Hint } from '../shared/section';
import { SkippedNote } from '../shared/skipped-note';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { messageKey, toNdjson } from './message-history';
import { MessageProperties } from './message-properties';
import classes from './mqtt.module.css';

interface Props {
  readonly messages: readonly Message[];
  readonly isPaused: boolean;
  readonly setPaused: (isPaused: boolean) => void;
  readonly reuse: (message: Message) => void;
}

/** Messages of the subscriptions, newest first, with the payload of the selected message. */
export function MessageList({ messages, isPaused, setPaused, reuse }: Props) {
  const [selected, setSelected] = useState<Message>();
  return (
    <div className={classes.messages}>
      <div className={classes.toolbar}>
        <Hint>{messages.length === 1 ? '1 message' : `${formatCount(messages.length)} messages`}</Hint>
        <SkippedNote />
        <Button size="compact-sm" variant="default" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={messages.length === 0}
          onClick={() => downloadFile('messages.ndjson', toNdjson(messages), 'application/x-ndjson')}
        >
          Export NDJSON
        </Button>
      </div>
      <div className={classes.split}>
        <Rows messages={messages} selected={selected} select={setSelected} />
        {selected !== undefined && <Detail message={selected} reuse={reuse} />}
      </div>
    </div>
  );
}

const rowHeight = 30;

interface RowsProps {
  readonly messages: readonly Message[];
  readonly selected: Message | undefined;
  readonly select: (message: Message) => void;
}

function Rows({ messages, selected, select }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const position = useMemo(() => {
    const key = selected && messageKey(selected);
    return key === undefined ? -1 : messages.findIndex((message) => messageKey(message) === key);
  }, [messages, selected]);
  const isRendered = items.some(({ index }) => index === position);

  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: position + 1,
      ArrowUp: position - 1,
      Home: 0,
      End: messages.length - 1,
    };
    const target = targets[event.key];
    const message = target === undefined ? undefined : messages[target];
    if (target === undefined || message === undefined) return;
    event.preventDefault();
    select(message);
    virtualizer.scrollToIndex(target);
  };

  if (messages.length === 0)
    return (
      <div className={classes.page}>
        <Hint>No messages yet. Messages that match a subscription appear here.</Hint>
      </div>
    );
  return (
    <div
      className={classes.box}
      ref={box}
      role="listbox"
      aria-label="Messages"
      tabIndex={0}
      aria-activedescendant={isRendered ? `${id}-${position}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={classes.rows} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const message = messages[index];
          if (message === undefined) return null;
          return (
            // the listbox has the focus and handles the keys
            <Box
              key={index}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === position}
              className={classes.message}
              style={{ top: start }}
              onClick={() => select(message)}
            >
              <span className={classes.time}>{formatTime(message.at)}</span>
              <span>
                <VisibleText text={message.topic} />
              </span>
              <span className={classes.size}>{formatBytes(message.bytes)}</span>
              <span className={classes.snippet}>
                <VisibleText text={snippetOf(message)} />
              </span>
            </Box>
          );
        })}
      </div>
    </div>
  );
}

const snippetOf = ({ text, base64 }: Message): string =>
  text?.slice(0, 200).replace(/\s+/g, ' ') ?? (base64 === undefined ? '' : 'binary');

/** Topic, sender and payload of a message. */
function Detail({ message, reuse }: { message: Message; reuse: (message: Message) => void }) {
  const { topic, at, bytes, from, qos, retain, text, base64, trace } = message;
  return (
    <section className={classes.detail} aria-label="Selected message">
      <div className={classes.detailHead}>
        <strong>
          <VisibleText text={topic} />
        </strong>
        <span className={classes.quiet}>
          {formatTime(at, { milliseconds: true })} UTC · {formatBytes(bytes)} · QoS {qos}
          {retain && ' · retained'}
          {from !== undefined && (
            <>
              {' · from '}
              <VisibleText text={from} />
            </>
          )}
        </span>
        {trace !== undefined && (
          <Anchor size="sm" href={hashOf({ view: 'traces', item: `${trace}` })}>
            Trace {trace}
          </Anchor>
        )}
        <Button size="compact-sm" variant="default" onClick={() => reuse(message)}>
          Copy to the publish form
        </Button>
      </div>
      <MessageProperties message={message} />
      {bytes === 0 || (text === undefined && base64 === undefined) ? (
        <Hint>{bytes === 0 ? 'The payload is empty.' : 'The payload is not kept anymore.'}</Hint>
      ) : (
        <BytesView text={text} base64={base64} label="Payload" />
      )}
    </section>
  );
}
