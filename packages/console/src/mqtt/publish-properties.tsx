import { Button, CloseButton, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import classes from './mqtt.module.css';
import type { PropertiesDraft } from './saved-messages';

interface Props {
  readonly draft: PropertiesDraft;
  readonly change: (part: Partial<PropertiesDraft>) => void;
}

const formats = [
  { value: '', label: 'not set' },
  { value: 'UTF8_DATA', label: 'UTF-8 text' },
  { value: 'UNSPECIFIED_BYTES', label: 'bytes' },
] as const;
const secondsPerWeek = 604_800;
const mostProperties = 20;

/** MQTT 5 properties of a message to be published. */
export function PublishProperties({ draft, change }: Props) {
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, messageExpiry } = draft;
  return (
    <>
      <fieldset className={classes.properties}>
        <legend>MQTT 5 properties</legend>
        <div className={classes.fields}>
          <TextInput
            label="Content type"
            placeholder="application/json"
            value={contentType}
            onChange={({ currentTarget }) => change({ contentType: currentTarget.value })}
          />
          <NativeSelect
            label="Payload format"
            data={[...formats]}
            value={payloadFormatIndicator}
            onChange={({ currentTarget }) =>
              change({
                payloadFormatIndicator: formats.find(({ value }) => value === currentTarget.value)?.value ?? '',
              })
            }
          />
          <NumberInput
            label="Message expiry (seconds)"
            min={1}
            max={secondsPerWeek}
            allowDecimal={false}
            value={messageExpiry}
            onChange={(value) => change({ messageExpiry: typeof value === 'number' ? value : '' })}
          />
          <TextInput
            label="Response topic"
            placeholder="commands/answers"
            value={responseTopic}
            spellCheck={false}
            onChange={({ currentTarget }) => change({ responseTopic: currentTarget.value })}
          />
          <TextInput
            label="Correlation data (base64)"
            placeholder="cmVxdWVzdC0x"
            value={correlationData}
            spellCheck={false}
            onChange={({ currentTarget }) => change({ correlationData: currentTarget.value })}
          />
        </div>
      </fieldset>
      <UserProperties draft={draft} change={change} />
    </>
  );
}

function UserProperties({ draft: { userProperties }, change }: Props) {
  const replace = (position: number, property: readonly [string, string]) =>
    change({ userProperties: userProperties.with(position, property) });
  return (
    <fieldset className={classes.properties}>
      <legend>User properties</legend>
      {[...userProperties.entries()].map(([position, [name, value]]) => (
        <div key={position} className={classes.property}>
          <TextInput
            aria-label={`Name of user property ${position + 1}`}
            placeholder="Name"
            value={name}
            onChange={({ currentTarget }) => replace(position, [currentTarget.value, value])}
          />
          <TextInput
            aria-label={`Value of user property ${position + 1}`}
            placeholder="Value"
            value={value}
            onChange={({ currentTarget }) => replace(position, [name, currentTarget.value])}
          />
          <CloseButton
            aria-label={`Remove user property ${position + 1}`}
            onClick={() => change({ userProperties: userProperties.toSpliced(position, 1) })}
          />
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          disabled={userProperties.length >= mostProperties}
          onClick={() => change({ userProperties: [...userProperties, ['', '']] })}
        >
          Add a user property
        </Button>
      </div>
    </fieldset>
  );
}
