import { evaluate, iotContext } from '../../lib/policy';
import { documentOf } from './policies';
import { at, type Synthesized } from './synthesized';

/** What a device may do, decided as AWS IoT decides it. */
export function deviceInvariants(the: () => Synthesized): void {
  interface Try {
    readonly attachedThings: readonly string[];
    readonly action: string;
    readonly resource: string;
  }

  const decide = ({ attachedThings, action, resource }: Try) => {
    const { region, account } = the().environment;
    const document = documentOf(at(the(), 'aws_iot_policy.device'));
    return evaluate({
      policies: [{ name: 'device', document }],
      action: `iot:${action}`,
      resource: `arn:aws:iot:${region}:${account}:${resource}`,
      context: iotContext({ clientId: 'light-1', certificateId: 'certificate', attachedThings }),
    }).decision;
  };
  const own = { attachedThings: ['light-1'] };
  const shadow = (thing: string) => `$aws/things/${thing}/shadow`;

  test.each<Try>([
    { ...own, action: 'Connect', resource: 'client/light-1' },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/update` },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/get` },
    { ...own, action: 'Subscribe', resource: `topicfilter/${shadow('light-1')}/update/delta` },
    { ...own, action: 'Subscribe', resource: `topicfilter/${shadow('light-1')}/#` },
    { ...own, action: 'Receive', resource: `topic/${shadow('light-1')}/update/delta` },
  ])('a device may $action $resource', (attempt) => expect(decide(attempt)).toBe('allowed'));

  test.each<Try>([
    { ...own, action: 'Connect', resource: 'client/light-2' },
    { action: 'Connect', resource: 'client/light-1', attachedThings: [] },
    { action: 'Connect', resource: 'client/light-1', attachedThings: ['light-2'] },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-2')}/update` },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/update/accepted` },
    { ...own, action: 'Publish', resource: 'topic/Sensor/temp/room1' },
    { ...own, action: 'Subscribe', resource: `topicfilter/${shadow('light-2')}/update/delta` },
    { ...own, action: 'Subscribe', resource: `topicfilter/${shadow('+')}/update` },
    { ...own, action: 'Subscribe', resource: 'topicfilter/#' },
    { ...own, action: 'Receive', resource: `topic/${shadow('light-2')}/update/delta` },
  ])('a device may not $action $resource with a certificate of $attachedThings', (attempt) => {
    expect(decide(attempt)).toBe('not allowed');
  });
}
