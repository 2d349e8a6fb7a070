import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { LocalWatch } from './local-watch';
import { StateRow } from '../../src/watch/handler/state';

/** What the table has of the rules of a bucket. */
export async function rowsOf({ account: { clients }, places: { table } }: LocalWatch, bucket: string): Promise<StateRow[]> {
  const { Items = [] } = await clients.dynamodb.send(new QueryCommand({
    TableName: table, KeyConditionExpression: '#b = :b', ExpressionAttributeNames: { '#b': 'bucket' }, ExpressionAttributeValues: { ':b': { S: bucket } },
  }));
  return Items.filter(({ rule }) => !rule.S!.startsWith('#')).map(({ record }) => JSON.parse(record.S!) as StateRow);
}

/** Ends the holds of a bucket, as time would after the end of the life of the handler that has them. */
export async function endHolds(watch: LocalWatch, bucket: string): Promise<number> {
  const held = (await rowsOf(watch, bucket)).filter(({ report }) => report !== undefined);
  for (const row of held) {
    await watch.account.clients.dynamodb.send(new UpdateItemCommand({
      TableName: watch.places.table,
      Key: { bucket: { S: bucket }, rule: { S: row.rule } },
      UpdateExpression: 'SET #record = :record',
      ExpressionAttributeNames: { '#record': 'record' },
      ExpressionAttributeValues: { ':record': { S: JSON.stringify({ ...row, report: { ...row.report, until: 0 } }) } },
    }));
  }
  return held.length;
}
