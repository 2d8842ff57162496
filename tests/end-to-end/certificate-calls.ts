import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { IoTClient } from '@aws-sdk/client-iot';
import { DetachThingPrincipalCommand, ListThingPrincipalsCommand } from '@aws-sdk/client-iot';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { Clients } from '../../commands/demonstration/clients';
import { names } from '../../config/names';
import { makeKey } from '../../devices/provision';
import { account } from './foreign-stack';
import { rotationOf } from './rotations';

interface Caller {
  platform: LocalAwsProcess;
  clients: Clients;
  iot: IoTClient;
  invoke(name: string, event: object): Promise<unknown>;
  publish(topic: string, message: object): Promise<void>;
  /** Provisions a new device. @returns its thing name */
  provisionDevice(template: 'light' | 'sensor'): Promise<string>;
}

/** Returns successful calls that together use every statement of the rotation and decommissioning roles, keyed by role. */
export function certificateCalls({ platform, clients, iot, invoke, publish, provisionDevice }: Caller) {
  const fresh = () => `fresh-${randomUUID()}`;
  const put = (TableName: string, Item: PutItemCommand['input']['Item']) =>
    clients.dynamodb.send(new PutItemCommand({ TableName, Item }));
  const start = async (workflow: string, thing: string): Promise<string> => {
    const stateMachineArn = `arn:aws:states:${clients.region}:${account}:stateMachine:${workflow}`;
    const input = JSON.stringify({ thing });
    const { executionArn = '' } = await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    return executionArn.split(':').at(-1) ?? '';
  };
  /** Resolves with true when a workflow reaches a state, or with false if one of the workflow's calls is rejected first. */
  const comesTo = (look: () => Promise<object | undefined> | object | undefined) => {
    const from = platform.events.length;
    const isRejected = () =>
      platform.events
        .slice(from)
        .some(({ kind, reason }) => kind === 'refused' && `${reason}`.includes(names.role('workflow-')));
    const come = async () => {
      if ((await look()) !== undefined) return true;
      return isRejected() ? false : undefined;
    };
    return poll(come, 'the expected state of the workflow, or a rejected call');
  };

  /** Stores the start of a rotation for a thing that only this test uses. */
  const begin = (thing: string, more: Record<string, { S: string }> = {}) =>
    put('rotations', {
      thing: { S: thing },
      rotation: { S: 'r' },
      waitsFor: { S: 'request' },
      taskToken: { S: 't' },
      expiresAt: { N: String(Math.floor(Date.now() / 1000) + 60) },
      ...more,
    });

  const ask = () => invoke('rotate-ask', { thing: fresh(), rotation: 'r', taskToken: 't' });

  const issue = async () => {
    const [thing, { csr }] = [await provisionDevice('light'), await makeKey('light')];
    await begin(thing);
    await invoke('rotate-issue', { thing, rotation: 'r', taskToken: 't', csr });
  };

  const certificateOf = async (thingName: string) => {
    const { principals: [arn = ''] = [] } = await iot.send(new ListThingPrincipalsCommand({ thingName }));
    return arn;
  };

  /** Rolls back a rotation whose new certificate is the only certificate of a device, so the certificate is deleted. */
  const finish = async () => {
    const thing = await provisionDevice('light');
    const arn = await certificateOf(thing);
    await begin(thing, { certificateId: { S: arn.split('/').at(-1) ?? '' } });
    await invoke('rotate-finish', { thing, rotation: 'r', confirmed: false });
  };

  /** Starts a rotation that the device answers with an invalid signing request, so that the workflow rolls back. */
  const rotate = async () => {
    const thing = fresh();
    const [rotation, isStarted] = await Promise.all([
      start('rotate-certificate', thing),
      comesTo(() => rotationOf(clients, thing)),
    ]);
    const answer = { rotation, csr: 'none', certificateId: 'c', receivedAt: Date.now(), traceId: 't' };
    if (isStarted) await invoke('rotate-answer', { thing, ...answer });
  };

  const erase = async () => {
    const thing = await provisionDevice('sensor');
    await put('readings', { sensor: { S: `${thing}/temp` }, measuredAt: { N: '1' }, room: { S: 'room1' } });
    await put('shadow-history', { thing: { S: thing }, version: { N: '1' } });
    await put('commands', { thing: { S: thing }, command: { S: 'c1' } });
    for (const table of ['device-power', 'rotations']) await put(table, { thing: { S: thing } });
    // the workflow deletes a thing only after it has detached the certificate
    const principal = await certificateOf(thing);
    await iot.send(new DetachThingPrincipalCommand({ thingName: thing, principal }));
    await invoke('decommission-delete', { thing });
  };

  const decommission = async () => {
    const thing = await provisionDevice('light');
    const from = platform.events.length;
    const waits = () => platform.events.slice(from).find(({ state }) => state === 'LetArrive');
    const [, waiting] = await Promise.all([start('decommission', thing), comesTo(waits)]);
    if (waiting) await platform.advance(120);
  };

  return {
    [names.role('rotate-ask')]: ask,
    [names.role('rotate-issue')]: issue,
    [names.role('rotate-finish')]: finish,
    [names.role('rotate-answer')]: rotate,
    [names.role('workflow-rotate-certificate')]: rotate,
    [names.role('rule-rotation-reported')]: () =>
      publish('$aws/things/light-1/shadow/name/certificate/update', { state: { reported: { rotation: 'r' } } }),
    [names.role('decommission-revoke')]: async () =>
      invoke('decommission-revoke', { thing: await provisionDevice('light') }),
    [names.role('decommission-delete')]: erase,
    [names.role('workflow-decommission')]: decommission,
  };
}
