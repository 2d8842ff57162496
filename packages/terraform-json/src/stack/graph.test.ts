import { fc, test as property } from '@fast-check/jest';
import { graph } from './graph';
import { readStack } from './read-stack';

const order = (json: unknown): string[] => graph(readStack(json)).order.map((block) => block.address);

describe('graph', () => {
  test('orders a resource after its references, its depends_on and the references of its locals', () => {
    const json = {
      data: { aws_region: { current: {} } },
      locals: { arn: '${aws_b.second.arn}', deeper: ['${local.arn}'] },
      resource: {
        aws_a: { first: { target: '${local.deeper[0]}', policy: '${jsonencode({a = aws_c.third.id})}' } },
        aws_b: { second: { depends_on: ['aws_d.fourth'] } },
        aws_c: { third: { name: 'x-${data.aws_region.current.name}' } },
        aws_d: { fourth: {} },
      },
    };
    expect(order(json)).toEqual([
      'data.aws_region.current',
      'aws_d.fourth',
      'aws_b.second',
      'aws_c.third',
      'aws_a.first',
    ]);
    const { dependencies, dependents } = graph(readStack(json));
    expect(dependencies.get('aws_a.first')).toEqual(['aws_b.second', 'aws_c.third']);
    expect(dependents.get('aws_c.third')).toEqual(['aws_a.first']);
  });

  test('keeps the declaration order if there are no references', () => {
    expect(order({ resource: { z: { b: {}, a: {} }, y: { c: {} } } })).toEqual(['z.b', 'z.a', 'y.c']);
  });

  test('treats an escaped ${ as text', () => {
    expect(order({ resource: { a: { b: { policy: '$${iot:Connection.Thing.ThingName}' } } } })).toEqual(['a.b']);
  });

  test.each([
    [{ a: { x: { v: '${b.y.id}' } }, b: { y: { depends_on: ['a.x'] } } }, 'a.x: circular dependency: a.x → b.y → a.x'],
    [{ a: { x: { v: '${a.x.id}' } } }, 'a.x: circular dependency: a.x → a.x'],
    [
      { aws_sns_topic: { alerts: {} }, a: { x: { v: { w: ['${aws_sns_topic.allerts.arn}'] } } } },
      'a.x.v.w.0: aws_sns_topic.allerts is not declared in this stack; did you mean aws_sns_topic.alerts?',
    ],
    [{ a: { x: { depends_on: ['b.z'] } } }, 'a.x.depends_on: b.z is not declared in this stack'],
    [{ a: { x: { v: '${var.who}' } } }, 'a.x.v: var.who is not declared in this stack'],
    [{ a: { x: { v: '${1 +}' } } }, 'a.x.v: column 6: expected an expression, found }'],
  ])('rejects %j', (resource, message) => {
    expect(() => graph(readStack({ resource }))).toThrow(message);
  });

  test('rejects a local that refers to itself', () => {
    const json = { locals: { a: '${local.b}', b: '${local.a}' }, resource: { x: { y: { v: '${local.a}' } } } };
    expect(() => graph(readStack(json))).toThrow('local.a: refers to itself: local.a → local.b → local.a');
  });

  const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
  property.prop([edges])('puts dependencies first if the references are acyclic', (pairs) => {
    const acyclic = pairs.filter(([from, to]) => from > to);
    const blocks = Array.from({ length: 10 }, (_, at): [string, { needs: string[] }] => {
      return [`r${9 - at}`, { needs: acyclic.filter(([from]) => from === 9 - at).map(([, to]) => `\${t.r${to}.id}`) }];
    });
    const sorted = order({ resource: { t: Object.fromEntries(blocks) } });
    expect(sorted).toHaveLength(10);
    for (const [from, to] of acyclic) expect(sorted.indexOf(`t.r${to}`)).toBeLessThan(sorted.indexOf(`t.r${from}`));
  });
});
