import { expressionJson } from '../example-message';

const epoch = (text: string, pattern: string) =>
  expressionJson(`time_to_epoch('${text}', '${pattern.replaceAll("'", "''")}')`);

// Source: java.time.format.DateTimeFormatter, Java 11.
describe('time_to_epoch', () => {
  test.each([
    ['2024-02-29', 'yyyy-MM-dd', '1709164800000'],
    ['0001-01-01', 'yyyy-MM-dd', '-62135596800000'],
    ['20240229T101112', "yyyyMMdd'T'HHmmss", '1709201472000'],
    ['29.2.24 7:05', 'd.M.yy H:mm', '1709190300000'],
    ['2024-060', 'yyyy-DDD', '1709164800000'],
    ['Thu, 29 Feb 2024 10:11:12 GMT', 'EEE, dd MMM yyyy HH:mm:ss z', '1709201472000'],
    ['29 Feb 2024 10:11 PM', 'dd MMM yyyy hh:mm a', '1709244660000'],
    ['29 Feb 2024 12:11 AM', 'dd MMM yyyy hh:mm a', '1709165460000'],
    ['2024-02-29T10:11:12.123456789Z', "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSX", '1709201472123'],
    ['2024-02-29T10:11:12+0900', "yyyy-MM-dd'T'HH:mm:ssZ", '1709169072000'],
    ['2024-02-29T10:11:12+09:00', "yyyy-MM-dd'T'HH:mm:ssXXX", '1709169072000'],
    ['2024-02-29 10:11 Asia/Tokyo', 'yyyy-MM-dd HH:mm VV', '1709169060000'],
    ['2024-02-29 10:11 JST', 'yyyy-MM-dd HH:mm z', '1709169060000'],
    ['2024-02-29', 'yyyy-MM-dd[ HH:mm]', '1709164800000'],
    ['2024-02-29 10:11', 'yyyy-MM-dd[ HH:mm]', '1709201460000'],
    ['0044-03-15 BC', 'yyyy-MM-dd G', '-63517824000000'],
    // With ResolverStyle.SMART, day 31 of a shorter month becomes its last day.
    ['2021-02-31', 'yyyy-MM-dd', '1614470400000'],
    // A local time that the clocks skip moves forward by an hour. A local time that occurs twice is read as the earlier time.
    ['2024-03-10 02:30 America/New_York', 'yyyy-MM-dd HH:mm VV', '1710055800000'],
    ['2024-11-03 01:30 America/New_York', 'yyyy-MM-dd HH:mm VV', '1730611800000'],
    ['2021-13-01', 'yyyy-MM-dd', undefined],
    ['2021-12-01 24:00', 'yyyy-MM-dd HH:mm', undefined],
    ['2021-12', 'yyyy-MM', undefined],
    ['10:15', 'HH:mm', undefined],
    ['2021-12-01 ', 'yyyy-MM-dd', undefined],
    ['2021-12-01 Nowhere/Land', 'yyyy-MM-dd VV', undefined],
    ['2021-W01', "YYYY-'W'ww", undefined],
    ['2021', "yyyy'", undefined],
    ['2021', 'yyyy[', undefined],
  ])('%s by %s is %s', (text, pattern, expected) => {
    expect(epoch(text, pattern)).toBe(expected);
  });

  test('returns Undefined for a value that is not a string', () => {
    expect(expressionJson("time_to_epoch(NULL, 'yyyy')")).toBeUndefined();
    expect(expressionJson("time_to_epoch(20240229, 'yyyyMMdd')")).toBe('1709164800000');
  });
});
