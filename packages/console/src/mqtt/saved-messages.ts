import { useLocalStorage } from '@mantine/hooks';

/** Message that the publish form contains. */
export interface Draft {
  readonly topic: string;
  readonly payload: string;
  readonly encoding: 'text' | 'base64';
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly contentType: string;
  readonly userProperties: readonly (readonly [name: string, value: string])[];
}

export const emptyDraft: Draft = {
  topic: '',
  payload: '{}',
  encoding: 'text',
  qos: 0,
  retain: false,
  contentType: '',
  userProperties: [],
};

/** Returns the messages that are saved in this browser, by name, and a function that changes them. */
export const useSavedMessages = () =>
  useLocalStorage<Readonly<Record<string, Draft>>>({
    key: 'console-saved-messages',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
