import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/hooks';
import type { Answer, Device, Input } from '../api/operations';
import { ErrorNote } from '../shared/error-note';
import { JsonText } from '../shared/json-text';
import { Facts, Section } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import classes from './devices.module.css';

type Action = Input<'checkPermission'>['body']['action'];

/** Actions with the name of the resource to which they apply. */
const resources: Readonly<Record<Action, string>> = {
  'iot:Publish': 'Topic',
  'iot:RetainPublish': 'Topic',
  'iot:Subscribe': 'Topic filter',
  'iot:Receive': 'Topic',
  'iot:Connect': 'Client ID',
};
const actions = Object.keys(resources);
const isAction = (text: string): text is Action => text in resources;

/** Form that asks whether a device may perform an action. */
export function PermissionForm({ device: { thing, topics, certificates } }: { device: Device }) {
  const [action, setAction] = useState<Action>('iot:Publish');
  const [resource, setResource] = useState(topics[0]?.topic ?? `$aws/things/${thing}/shadow/update`);
  const check = useChange('checkPermission');
  const ask = (event: FormEvent) => {
    event.preventDefault();
    check.mutate({ path: { thing }, body: { action, resource } });
  };
  const policies = [...new Set(certificates.flatMap((certificate) => certificate.policies))];
  return (
    <Section title="May this device …?">
      <form className={classes.form} onSubmit={ask}>
        <div className={classes.fields}>
          <NativeSelect
            label="Action"
            data={actions}
            value={action}
            onChange={({ currentTarget: { value } }) => {
              if (!isAction(value)) return;
              setAction(value);
              if (value === 'iot:Connect') setResource(thing);
            }}
          />
          <TextInput
            flex="1 1 16rem"
            label={resources[action]}
            value={resource}
            spellCheck={false}
            required
            withAsterisk={false}
            onChange={({ currentTarget }) => setResource(currentTarget.value)}
          />
          <Button type="submit" loading={check.isPending}>
            Check
          </Button>
        </div>
      </form>
      {check.error !== null && <ErrorNote error={check.error} />}
      <div aria-live="polite">{check.data !== undefined && <Decision answer={check.data} />}</div>
      <Facts facts={{ 'Policies of the certificate': policies.length === 0 ? 'none' : policies.join(', ') }} />
    </Section>
  );
}

function Decision({ answer }: { answer: Answer<'checkPermission'> }) {
  const { allowed, arn, reason, statement, policies } = answer;
  const isMissing = statement?.startsWith('{') === true;
  return (
    <div className={classes.answer} data-allowed={allowed || undefined}>
      <p>
        <strong>{allowed ? '✓ Allowed' : '✗ Denied'}</strong>: <VisibleText text={reason} />
      </p>
      <Facts
        facts={{
          Resource: <VisibleText text={arn} />,
          'Deciding statement': isMissing ? undefined : statement,
          'Evaluated policies': policies.length === 0 ? 'none' : policies.join(', '),
        }}
      />
      {isMissing && (
        <div>
          <p>Missing statement:</p>
          <JsonText text={statement} label="Missing statement" />
        </div>
      )}
    </div>
  );
}
