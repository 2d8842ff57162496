import { evaluate, iotContext } from '@himeshima/aws-policy';
import { documentOf } from './policies';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

/** Tests the permissions of devices, evaluated as AWS IoT evaluates them. */
export function deviceInvariants(synthesized: () => SynthesizedEnvironment): void {
  const templates = () => ofType(synthesized(), 'aws_iot_provisioning_template');

  /** Certificate that new devices share. It is not attached to a thing. */
  describe('the claim certificate', () => {
    const answers = (topic: string) => [`${topic}/accepted`, `${topic}/rejected`];
    const requestTopics = () => [
      '$aws/certificates/create-from-csr/json',
      ...templates().map((block) => `$aws/provisioning-templates/${textAt(block, 'name')}/provision/json`),
    ];
    /** Policies attached to the claim certificate. */
    const attachedPolicies = () =>
      ofType(synthesized(), 'aws_iot_policy_attachment')
        .filter(({ attributes }) => references(attributes['target']).includes('aws_iot_certificate.provisioning_claim'))
        .flatMap(({ attributes }) => references(attributes['policy']));
    const isAllowed = (action: string, resource: string) => {
      const { region, account } = synthesized().environment;
      const context = { clientId: 'provisioning-A1B2C3', certificateId: 'claim', attachedThings: [] };
      return evaluate({
        policies: attachedPolicies().map((name) => ({ name, document: documentOf(at(synthesized(), name)) })),
        action: `iot:${action}`,
        resource: `arn:aws:iot:${region}:${account}:${resource}`,
        context: iotContext(context),
      }).decision;
    };

    test('the claim certificate may request a certificate and a thing, and receive the responses', () => {
      expect(isAllowed('Connect', 'client/provisioning-A1B2C3')).toBe('allowed');
      for (const topic of requestTopics())
        expect({ topic, may: isAllowed('Publish', `topic/${topic}`) }).toEqual({ topic, may: 'allowed' });
      for (const topic of requestTopics().flatMap(answers)) {
        const found = [isAllowed('Subscribe', `topicfilter/${topic}`), isAllowed('Receive', `topic/${topic}`)];
        expect({ topic, found }).toEqual({ topic, found: ['allowed', 'allowed'] });
      }
    });

    test('the claim certificate has no other permissions', () => {
      const others = ['light-1', 'provisioning', ''].map((client) => ['Connect', `client/${client}`] as const);
      const topics = [
        ...requestTopics().flatMap(answers),
        ...['create', 'create-from-csr/cbor', 'create/json'].map((rest) => `$aws/certificates/${rest}`),
        '$aws/provisioning-templates/light/provision/cbor',
        '$aws/things/light-1/shadow/update',
        '$aws/rules/telemetry/Sensor/temp/room1',
        'Sensor/temp/room1',
      ];
      const filters = [
        '#',
        '$aws/#',
        '$aws/certificates/#',
        '$aws/certificates/+/json/accepted',
        'Sensor/#',
        ...requestTopics(),
      ];
      const tries = [
        ...others,
        ...topics.map((topic) => ['Publish', `topic/${topic}`] as const),
        ...filters.map((filter) => ['Subscribe', `topicfilter/${filter}`] as const),
        ...[...requestTopics(), 'Sensor/temp/room1'].map((topic) => ['Receive', `topic/${topic}`] as const),
        ['UpdateThingShadow', 'thing/light-1'] as const,
        ['RetainPublish', `topic/${requestTopics()[0]}`] as const,
      ];
      for (const [action, resource] of tries) {
        const found = isAllowed(action, resource);
        expect({ action, resource, found }).toEqual({ action, resource, found: 'not allowed' });
      }
    });

    test('the claim certificate has only the claim policy, and no other certificate has that policy', () => {
      expect(attachedPolicies()).toEqual(['aws_iot_policy.claim']);
      const attachments = ofType(synthesized(), 'aws_iot_policy_attachment').filter(({ attributes }) =>
        references(attributes['policy']).includes('aws_iot_policy.claim'),
      );
      expect(attachments).toHaveLength(1);
    });
  });

  describe('a template', () => {
    test('every thing type has a template', () => {
      const namesOf = (type: string) => ofType(synthesized(), type).map((block) => textAt(block, 'name'));
      expect(namesOf('aws_iot_provisioning_template')).toEqual(namesOf('aws_iot_thing_type'));
    });

    test('every template calls the hook before it creates any resource, and has its own role', () => {
      const roles = templates().map(({ attributes }) => references(attributes['provisioning_role_arn']).join());
      expect(new Set(roles).size).toBe(templates().length);
      for (const block of templates()) {
        expect(references(valueAt(block, 'pre_provisioning_hook.target_arn'))).toEqual([
          'aws_lambda_function.provisioning_hook',
        ]);
      }
    });

    test('every template creates a thing of its type and group, with the device policy and without inline documents', () => {
      for (const block of templates()) {
        const body = textAt(block, 'template_body');
        const name = textAt(block, 'name').replaceAll('-', '_');
        expect(references(body)).toEqual([
          `aws_iot_thing_type.${name}`,
          `aws_iot_thing_group.${name}_group`,
          'aws_iot_policy.device',
        ]);
        expect(body).not.toContain('PolicyDocument');
      }
    });
  });

  interface Try {
    readonly attachedThings: readonly string[];
    readonly action: string;
    readonly resource: string;
  }

  const decide = ({ attachedThings, action, resource }: Try) => {
    const { region, account } = synthesized().environment;
    const document = documentOf(at(synthesized(), 'aws_iot_policy.device'));
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
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/name/certificate/update` },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/name/certificate/get` },
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
    { ...own, action: 'Publish', resource: `topic/${shadow('light-2')}/name/certificate/update` },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/name/other/update` },
    { ...own, action: 'Publish', resource: `topic/${shadow('light-1')}/name/certificate/delete` },
    { ...own, action: 'Publish', resource: 'topic/Sensor/temp/room1' },
    { ...own, action: 'Subscribe', resource: `topicfilter/${shadow('light-2')}/update/delta` },
    { ...own, action: 'Subscribe', resource: `topicfilter/${shadow('+')}/update` },
    { ...own, action: 'Subscribe', resource: 'topicfilter/#' },
    { ...own, action: 'Receive', resource: `topic/${shadow('light-2')}/update/delta` },
  ])('a device cannot $action $resource with a certificate that is attached to $attachedThings', (attempt) => {
    expect(decide(attempt)).toBe('not allowed');
  });
}
