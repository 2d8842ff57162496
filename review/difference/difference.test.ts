import { differencesOf } from './difference';

const policy = (resource: string | readonly string[]) => ({
  policy: JSON.stringify({ Statement: [{ Action: 'iot:Publish', Resource: resource }] }),
});

test('a text in place of a list of texts is a list of one, as policies have it', () => {
  const { known } = differencesOf({ before: policy(['a', 'b']), after: policy('b'), unknown: null });
  expect(known).toEqual([{ path: ['policy', 'Statement', 'Resource'], before: ['a'], after: undefined }]);
  expect(differencesOf({ before: policy(['a']), after: policy('a'), unknown: null }).known).toEqual([]);
});
