import type { Message } from '../api/operations';
import { Facts } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import classes from './mqtt.module.css';

/** MQTT 5 properties of a received message. */
export function MessageProperties({ message: { properties } }: { message: Message }) {
  if (properties === undefined) return null;
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, messageExpiry } = properties;
  const textOf = (value: string | undefined) => value && <VisibleText text={value} />;
  const user = properties.userProperties ?? [];
  return (
    <Facts
      facts={{
        'Content type': textOf(contentType),
        'Payload format': payloadFormatIndicator && (payloadFormatIndicator === 'UTF8_DATA' ? 'UTF-8 text' : 'bytes'),
        'Message expiry': messageExpiry === undefined ? undefined : `${messageExpiry} s`,
        'Response topic': textOf(responseTopic),
        'Correlation data (base64)': textOf(correlationData),
        'User properties':
          user.length === 0 ? undefined : (
            <ul className={classes.userProperties}>
              {[...user.entries()].map(([position, [name, value]]) => (
                <li key={position}>
                  <VisibleText text={`${name}: ${value}`} />
                </li>
              ))}
            </ul>
          ),
      }}
    />
  );
}
