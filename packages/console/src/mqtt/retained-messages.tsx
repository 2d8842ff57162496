import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../api/client';
import { useChange } from '../api/hooks';
import type { Message } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { ErrorNote } from '../shared/error-note';
import { formatBytes, formatDateTime } from '../shared/format';
import { BytesView } from '../shared/payload-view';
import { Hint, Section } from '../shared/section';
import { visibleString } from '../shared/visible-characters';
import { VisibleText } from '../shared/visible-text';
import { MessageProperties } from './message-properties';
import classes from './mqtt.module.css';

const refreshMs = 5_000;

/** Retained messages, which new subscribers receive. */
export function RetainedMessages() {
  const { data, error } = useQuery({ ...apiQuery('listRetained'), refetchInterval: refreshMs });
  return (
    <div className={classes.page}>
      <Section title="Retained messages">
        {error !== null && <ErrorNote error={error} />}
        {data === undefined && error === null && <Loader role="status" aria-label="Loading" />}
        {data?.messages.length === 0 && <Hint>No messages are retained.</Hint>}
        <ul className={classes.retained}>
          {data?.messages.map((message) => (
            <RetainedMessage key={message.topic} message={message} />
          ))}
        </ul>
      </Section>
    </div>
  );
}

function RetainedMessage({ message }: { message: Message }) {
  const { topic, at, bytes, text, base64, qos } = message;
  const clear = useChange('publish', 'listRetained', 'listTopics');
  return (
    <li>
      <div className={classes.detailHead}>
        <strong>
          <VisibleText text={topic} />
        </strong>
        <span className={classes.quiet}>
          {formatDateTime(at)} UTC · {formatBytes(bytes)} · QoS {qos}
        </span>
        <ChangeButton
          loading={clear.isPending}
          onClick={() =>
            clear.mutate({ body: { topic, payload: '', encoding: 'text', qos: 0, retain: true, properties: {} } })
          }
        >
          Clear
        </ChangeButton>
      </div>
      {clear.error !== null && <ErrorNote error={clear.error} />}
      <MessageProperties message={message} />
      <BytesView text={text} base64={base64} label={`Payload of ${visibleString(topic)}`} />
    </li>
  );
}
