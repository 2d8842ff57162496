import type { PolicyStatement } from './document';
import { iotActions } from './iot-names';
import { fitsWildcard } from './wildcard';

/** Warning about an element that AWS accepts but that is rarely intended, with its `path`: `Statement.0.Resource.1`. */
export interface PolicyWarning {
  readonly message: string;
  readonly path: string;
}

/** Returns the warnings about a statement in an AWS IoT policy. */
export function warningsOf(statement: PolicyStatement, path: string): readonly PolicyWarning[] {
  return [
    ...everyAction(statement, path),
    ...mqttWildcards(statement, path),
    ...actionsWithoutResource(statement, path),
    ...anyClient(statement, path),
  ];
}

function everyAction({ Effect, Action = [] }: PolicyStatement, path: string): readonly PolicyWarning[] {
  if (Effect === 'Deny') return [];
  return Action.flatMap((action, index) =>
    action === '*' || action.toLowerCase() === 'iot:*'
      ? [
          {
            message: `${action} allows every action; list only the actions that the device needs`,
            path: `${path}.Action.${index}`,
          },
        ]
      : [],
  );
}

// Warns about `+` and `#`, which have no meaning in a policy. Source: AWS IoT developer guide, "pub-sub-policy".
function mqttWildcards({ Effect, Resource = [] }: PolicyStatement, path: string): readonly PolicyWarning[] {
  return Resource.flatMap((resource, index) => {
    const [, type, name = ''] = resourceType.exec(resource) ?? [];
    if (type === undefined || !/(^|\/)[+#](\/|$)/.test(name)) return [];
    const at = `${path}.Resource.${index}`;
    if (type === 'topic') {
      return [
        {
          message: '+ and # are literal characters in a policy, and no topic contains them; use * or ? instead',
          path: at,
        },
      ];
    }
    const narrow =
      'the Deny matches only this exact topic filter; use * to deny every filter that matches the same topics';
    return type === 'topicfilter' && Effect === 'Deny' ? [{ message: narrow, path: at }] : [];
  });
}

const resourceType = /^arn:[^:]*:iot:[^:]*:[^:]*:([a-z]+)\/(.*)$/;

function actionsWithoutResource({ Action = [], Resource }: PolicyStatement, path: string): readonly PolicyWarning[] {
  if (Resource === undefined) return [];
  return Action.flatMap((action, index) => {
    const types = iotActions.get(action);
    if (types === undefined || types.length === 0) return [];
    const reached = Resource.some((resource) => types.some((type) => mayBe(resource, type)));
    if (reached) return [];
    const message = `${action} is checked against ${types.join(' or ')}/…, but no Resource has this form, so the action has no effect`;
    return [{ message, path: `${path}.Action.${index}` }];
  });
}

// Returns whether a resource may be of a type, because it contains the type, a wildcard or a Terraform expression.
function mayBe(resource: string, type: string): boolean {
  const [head = ''] = resource.split('/');
  return (
    fitsWildcard(head, head.replace(/:[^:]*$/, `:${type}`)) || /[*?]|\$\{/.test(head.split(':').slice(5).join(':'))
  );
}

// Warns about a policy that allows any client ID, which Device Defender's audit reports. Source: AWS IoT
// developer guide, "audit-chk-iot-policy-permissive".
function anyClient({ Effect, Action = [], Resource = [], Condition }: PolicyStatement, path: string) {
  const connects = Action.some((action) => fitsWildcard(action.toLowerCase(), 'iot:connect'));
  const keys = Object.values(Condition).flatMap((block) => Object.keys(block).map((key) => key.toLowerCase()));
  if (Effect === 'Deny' || !connects || keys.includes('iot:connection.thing.isattached')) return [];
  return Resource.flatMap((resource, index) =>
    resource === '*' || /:client\/(\*|\$\{iot:ClientId\})$/.test(resource)
      ? [
          {
            message: `a device with this policy may connect with any client ID; add the condition iot:Connection.Thing.IsAttached`,
            path: `${path}.Resource.${index}`,
          },
        ]
      : [],
  );
}
