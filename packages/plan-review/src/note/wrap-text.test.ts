import { fc, test } from '@fast-check/jest';
import wrap from 'wrap-ansi';
import { wrapped } from './wrap-text';

const words = fc.array(fc.constantFrom('', 'a', 'queue', '\u001b[31mred\u001b[39m', '日本', '\n'), { maxLength: 8 });

test.prop([words.map((all) => all.join(' ')), fc.integer({ min: 10, max: 60 })])(
  'wraps text like wrap-ansi if each word fits on a line',
  (text, columns) => expect(wrapped(text, columns)).toBe(wrap(text, columns, { trim: true })),
);

test('breaks a long word between segments of a path', () => {
  expect(wrapped('see arn:aws:sqs:eu-west-1:111122223333:jobs', 20)).toBe(
    'see arn:aws:sqs:\neu-west-1:\n111122223333:jobs',
  );
});
