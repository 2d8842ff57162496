import { mutesOtherTimes } from './muted-times';

const nights = { times: [{ start: '01:00', end: '07:00' }], weekdays: ['monday:friday'], location: 'Europe/Berlin' };
const nightsWith = (changes: object) => ({ ...nights, ...changes });

describe('muted times', () => {
  test.each([
    ['a shorter time', nightsWith({ times: [{ start: '02:00', end: '04:00' }] })],
    ['fewer weekdays', nightsWith({ weekdays: ['tuesday:thursday', 'friday'] })],
    ['a further condition', nightsWith({ months: ['may:july'], years: [] })],
    ['the same times', nights],
  ])('are not extended by %s', (_, after) => {
    expect(mutesOtherTimes([nights], [after])).toBe(false);
  });

  test.each([
    ['a later end', nightsWith({ times: [{ start: '01:00', end: '07:01' }] })],
    ['another weekday', nightsWith({ weekdays: ['monday:saturday'] })],
    ['every weekday', nightsWith({ weekdays: [] })],
    ['another time zone', nightsWith({ location: 'Asia/Tokyo' })],
    ['a range that is not understood', nightsWith({ weekdays: ['friday:monday'] })],
    ['no condition', {}],
  ])('are extended by %s', (_, after) => {
    expect(mutesOtherTimes([nights], [after])).toBe(true);
  });

  test('are extended by another interval, and not by a removed interval', () => {
    const weekends = { weekdays: ['saturday', 'sunday'] };
    expect(mutesOtherTimes([nights], [nights, weekends])).toBe(true);
    expect(mutesOtherTimes([nights, weekends], [nights])).toBe(false);
  });

  test.each([
    ['days_of_month', '1:7', '2:3', '2:8'],
    ['months', 'may:july', 'june', '8'],
    ['years', '2026:2028', '2027', '2025:2027'],
    ['days_of_month', '-3:-1', '-3:-1', '-4:-1'],
  ])('compare %s %s with %s and %s', (name, before, within, beyond) => {
    expect(mutesOtherTimes([{ [name]: [before] }], [{ [name]: [within] }])).toBe(false);
    expect(mutesOtherTimes([{ [name]: [before] }], [{ [name]: [beyond] }])).toBe(true);
  });
});
