import { useLocalStorage } from '@mantine/hooks';
import type { Message } from '../api/operations';

type Properties = NonNullable<Message['properties']>;

/** MQTT 5 properties in the publish form. Empty texts are not sent. */
export interface PropertiesDraft {
  readonly contentType: string;
  readonly responseTopic: string;
  /** Correlation data in base64. */
  readonly correlationData: string;
  readonly payloadFormatIndicator: NonNullable<Properties['payloadFormatIndicator']> | '';
  /** Lifetime of the message in seconds. */
  readonly messageExpiry: number | '';
  readonly userProperties: readonly (readonly [name: string, value: string])[];
}

/** Message that the publish form contains. */
export interface Draft {
  readonly topic: string;
  readonly payload: string;
  readonly encoding: 'text' | 'base64';
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly properties: PropertiesDraft;
}

export const emptyDraft: Draft = {
  topic: '',
  payload: '{}',
  encoding: 'text',
  qos: 0,
  retain: false,
  properties: {
    contentType: '',
    responseTopic: '',
    correlationData: '',
    payloadFormatIndicator: '',
    messageExpiry: '',
    userProperties: [],
  },
};

/** Returns a draft that repeats a received message. */
export const draftOf = ({ topic, text, base64, qos, retain, properties }: Message): Draft => ({
  topic,
  payload: text ?? base64 ?? '',
  encoding: base64 === undefined ? 'text' : 'base64',
  qos: qos === 0 ? 0 : 1,
  retain,
  properties: { ...emptyDraft.properties, ...properties },
});

/** Returns the properties of a draft to send. User properties without a name are left out. */
export function propertiesOf({ userProperties, ...draft }: PropertiesDraft): Properties {
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, messageExpiry } = draft;
  const named = userProperties.flatMap(([name, value]): [string, string][] => (name === '' ? [] : [[name, value]]));
  return {
    ...(contentType !== '' && { contentType }),
    ...(responseTopic !== '' && { responseTopic }),
    ...(correlationData !== '' && { correlationData }),
    ...(payloadFormatIndicator !== '' && { payloadFormatIndicator }),
    ...(messageExpiry !== '' && { messageExpiry }),
    ...(named.length > 0 && { userProperties: named }),
  };
}

/** Returns the messages that are saved in this browser, by name, and a function that changes them. */
export const useSavedMessages = () =>
  useLocalStorage<Readonly<Record<string, Draft>>>({
    key: 'console-saved-messages',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
