export const paths = [{ thing: 'meter-1', table: 'sample-thing-items' }];
