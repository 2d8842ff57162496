import { fc, test as property } from '@fast-check/jest';
import { refuse, sequenceOf, streaming } from './streaming.fixture';

describe('bisecting', () => {
  test('isolates the record that cannot be processed, and stores only that record', async () => {
    const { clock, begin, put, parked, parkedTexts, batches } = streaming({ bisect: true }, refuse('bad'));
    put('1', '2', 'bad', '4', '5');
    begin();
    await clock.advance(60_000);
    expect(parkedTexts()).toEqual([['bad']]);
    expect(parked[0]?.record.KinesisBatchInfo.batchSize).toBe(1);
    expect(batches.filter((batch) => !batch.includes('bad'))).toEqual([
      ['1', '2'],
      ['4', '5'],
    ]);
  });

  const poisoned = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
  property.prop([poisoned, fc.integer({ min: 1, max: 6 }), fc.boolean()])(
    'processes valid records once and in order, and stores only the invalid records',
    async (bad, batchSize, reports) => {
      const names = bad.map((poison, index) => `${poison ? 'bad' : 'good'}-${index}`);
      const done: string[] = [];
      const changes = { bisect: true, batchSize, maximumRetries: 1, reportsItemFailures: reports };
      const { clock, begin, put, parkedTexts } = streaming(changes, (texts, event) => {
        const poison = texts.find((text) => text.startsWith('bad'));
        if (poison === undefined) done.push(...texts);
        else if (!reports) throw new Error(poison);
        else {
          done.push(...texts.slice(0, texts.indexOf(poison)));
          return { batchItemFailures: [{ itemIdentifier: sequenceOf(event, poison) }] };
        }
        return null;
      });
      put(...names);
      begin();
      await clock.advance(600_000);
      expect(done).toEqual(names.filter((name) => name.startsWith('good')));
      expect(parkedTexts()).toEqual(names.filter((name) => name.startsWith('bad')).map((name) => [name]));
    },
  );
});

describe('partial failures', () => {
  const reporting = { reportsItemFailures: true };

  test('retries a batch from the lowest failed sequence number onwards', async () => {
    let first = true;
    const { clock, begin, put, batches, parked } = streaming(reporting, (_, event) => {
      if (!first) return { batchItemFailures: [] };
      first = false;
      const failed = ['4', '3'].map((text) => ({ itemIdentifier: sequenceOf(event, text) }));
      return { batchItemFailures: failed };
    });
    put('1', '2', '3', '4', '5');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([
      ['1', '2', '3', '4', '5'],
      ['3', '4', '5'],
    ]);
    expect(parked).toEqual([]);
  });

  test.each([
    [{ batchItemFailures: [{ itemIdentifier: 'of another batch' }] }, 2],
    [{ batchItemFailures: [] }, 1],
    [null, 1],
    ['done', 1],
  ])('the result %j causes %i invocations', async (answer, invocations) => {
    const answers = [answer, null];
    const { clock, begin, put, batches } = streaming(reporting, () => answers.shift() ?? null);
    put('1', '2');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual(Array(invocations).fill(['1', '2']));
  });

  test('ignores partial failures unless the mapping declares ReportBatchItemFailures', async () => {
    const { clock, begin, put, batches } = streaming({}, (_, event) => ({
      batchItemFailures: [{ itemIdentifier: sequenceOf(event, '1') }],
    }));
    put('1');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([['1']]);
  });
});
