import db from 'dynalite/db';
import deleteItem from 'dynalite/validations/deleteItem';
import putItem from 'dynalite/validations/putItem';
import updateItem from 'dynalite/validations/updateItem';

const parameter = 'ReturnValuesOnConditionCheckFailure';

/**
 * Teaches dynalite 4 to return the item that failed a condition. The item is read under dynalite's own lock, so that it is
 * the one that was compared.
 * Source: DynamoDB API reference, "PutItem", `ReturnValuesOnConditionCheckFailure`
 */
export function returnItemsOnConditionFailure(): void {
  for (const { types } of [putItem, updateItem, deleteItem])
    types[parameter] = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
  const { checkConditional } = db;
  db.checkConditional = (data, existingItem) => {
    const failure = checkConditional(data, existingItem);
    if (failure != null && existingItem !== undefined && data[parameter] === 'ALL_OLD')
      failure.body['Item'] = existingItem;
    return failure;
  };
}
