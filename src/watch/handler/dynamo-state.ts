import {
  AttributeValue, DynamoDBClient, QueryCommand, ScanCommand, ScanCommandInput, TransactionCanceledException, TransactWriteItem, TransactWriteItemsCommand, UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { BucketHead, BucketStatus, Busy, RepairRecord, StateRow, StateStore, worstStatus } from './state';
import { Status } from './transition';

/** Keys of what is no rule of a bucket. */
const HEAD = '#bucket';
const REPAIR = '#repair/';

/** How long what is over is remembered. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

type Item = Record<string, AttributeValue>;

/**
 * The state in a table of DynamoDB: partition key `bucket`, sort key `rule`, TTL `expires`.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */
export class DynamoState implements StateStore {
  constructor(private readonly client: DynamoDBClient, private readonly table: string) {}

  async claim(bucket: string, now: Date): Promise<BucketHead> {
    const { Attributes = {} } = await this.client.send(new UpdateItemCommand({
      TableName: this.table,
      Key: key(bucket, HEAD),
      UpdateExpression: 'SET #generation = if_not_exists(#generation, :zero) + :one, #firstSeen = if_not_exists(#firstSeen, :now), #expires = :expires REMOVE #gone',
      ExpressionAttributeNames: names('generation', 'firstSeen', 'expires', 'gone'),
      ExpressionAttributeValues: { ':zero': n(0), ':one': n(1), ':now': s(now.toISOString()), ':expires': expiry(now) },
      ReturnValues: 'ALL_NEW',
    })).catch((error: Error) => {
      throw error.name === 'TransactionConflictException' ? new Busy(`another handler is writing what it found of ${bucket}`) : error;
    });
    return { bucket, generation: Number(Attributes.generation.N), firstSeen: Attributes.firstSeen.S!, keys: Attributes.keys?.SS ?? [] };
  }

  async rows(bucket: string): Promise<{ readonly rules: readonly StateRow[]; readonly repairs: readonly RepairRecord[] }> {
    const items: Item[] = [];
    for (let start: Item | undefined; ;) {
      const { Items = [], LastEvaluatedKey } = await this.client.send(new QueryCommand({
        TableName: this.table,
        KeyConditionExpression: '#bucket = :bucket',
        ExpressionAttributeNames: names('bucket'),
        ExpressionAttributeValues: { ':bucket': s(bucket) },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }));
      items.push(...Items);
      if (!LastEvaluatedKey) {
        break;
      }
      start = LastEvaluatedKey;
    }
    return {
      rules: items.filter(({ rule }) => !rule.S!.startsWith('#')).map(read<StateRow>),
      repairs: items.filter(({ rule }) => rule.S!.startsWith(REPAIR)).map(read<RepairRecord>),
    };
  }

  async write(bucket: string, rows: readonly StateRow[], now: Date, generation?: number): Promise<boolean> {
    // A transaction takes 100 items: no catalog has so many rules.
    return this.transact(bucket, generation, rows.map((row) => ({
      Put: {
        TableName: this.table,
        Item: {
          ...key(bucket, row.rule),
          version: n(row.version),
          status: s(row.state.status),
          record: s(JSON.stringify(row)),
          ...row.state.status === 'COMPLIANT' && !row.report ? { expires: expiry(now) } : {},
        },
        ConditionExpression: row.version === 1 ? 'attribute_not_exists(#version)' : '#version = :version',
        ExpressionAttributeNames: names('version'),
        ...row.version === 1 ? {} : { ExpressionAttributeValues: { ':version': n(row.version - 1) } },
      },
    })));
  }

  async recordRepair(bucket: string, record: RepairRecord, generation: number): Promise<boolean> {
    return this.transact(bucket, generation, [{
      Put: {
        TableName: this.table,
        Item: { ...key(bucket, `${REPAIR}${record.repair}/${record.at}`), record: s(JSON.stringify(record)), expires: expiry(new Date(record.at)) },
        ConditionExpression: 'attribute_not_exists(#bucket)',
        ExpressionAttributeNames: names('bucket'),
      },
    }]);
  }

  async noteKeys(bucket: string, keys: readonly string[]): Promise<void> {
    await this.client.send(new UpdateItemCommand({
      TableName: this.table,
      Key: key(bucket, HEAD),
      ExpressionAttributeNames: names('keys'),
      ...keys.length > 0 ? { UpdateExpression: 'SET #keys = :keys', ExpressionAttributeValues: { ':keys': { SS: [...keys] } } } : { UpdateExpression: 'REMOVE #keys' },
    }));
  }

  async noteDeleted(bucket: string): Promise<void> {
    await this.client.send(new UpdateItemCommand({
      TableName: this.table,
      Key: key(bucket, HEAD),
      UpdateExpression: 'SET #gone = :yes REMOVE #firstSeen, #keys',
      ExpressionAttributeNames: names('gone', 'firstSeen', 'keys'),
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }));
  }

  async bucketsWithKey(name: string): Promise<readonly string[]> {
    const items = await this.scan({
      FilterExpression: 'contains(#keys, :key)',
      ExpressionAttributeNames: names('keys', 'bucket'),
      ExpressionAttributeValues: { ':key': s(name) },
      ProjectionExpression: '#bucket',
    });
    return items.map(({ bucket }) => bucket.S!);
  }

  async statuses(): Promise<ReadonlyMap<string, BucketStatus>> {
    const items = await this.scan({
      FilterExpression: 'attribute_not_exists(#gone)',
      ExpressionAttributeNames: names('gone', 'bucket', 'rule', 'status'),
      ProjectionExpression: '#bucket, #rule, #status',
    });
    const known = new Map(items.filter(({ rule }) => rule.S === HEAD).map(({ bucket }) => [bucket.S!, [] as { rule: string; status: Status }[]]));
    for (const { bucket, rule, status } of items.filter((item) => item.status)) {
      known.get(bucket.S!)?.push({ rule: rule.S!, status: status.S as Status });
    }
    return new Map([...known].map(([bucket, rows]) => [bucket, worstStatus(rows)]));
  }

  private async scan(query: Omit<ScanCommandInput, 'TableName'>): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let start: Item | undefined; ;) {
      const { Items = [], LastEvaluatedKey } = await this.client.send(new ScanCommand({ ...query, TableName: this.table, ExclusiveStartKey: start }));
      items.push(...Items);
      if (!LastEvaluatedKey) {
        return items;
      }
      start = LastEvaluatedKey;
    }
  }

  /** Writes all or nothing: nothing if a condition does not hold. */
  private async transact(bucket: string, generation: number | undefined, writes: readonly TransactWriteItem[]): Promise<boolean> {
    const guard: TransactWriteItem[] = generation === undefined ? [] : [{
      // An update of the same value, since a check would need a permission of its own.
      Update: {
        TableName: this.table,
        Key: key(bucket, HEAD),
        UpdateExpression: 'SET #generation = :generation',
        ConditionExpression: '#generation = :generation',
        ExpressionAttributeNames: names('generation'),
        ExpressionAttributeValues: { ':generation': n(generation) },
      },
    }];
    try {
      await this.client.send(new TransactWriteItemsCommand({ TransactItems: [...guard, ...writes] }));
      return true;
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons ?? [] : [];
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict')) {
        return false;
      }
      throw error;
    }
  }
}

function key(bucket: string, rule: string): Item {
  return { bucket: s(bucket), rule: s(rule) };
}

/** Placeholders, since DynamoDB reserves hundreds of words: `bucket`, `rule` and `status` among them. */
function names(...attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute]));
}

function s(value: string): AttributeValue {
  return { S: value };
}

function n(value: number): AttributeValue {
  return { N: String(value) };
}

function expiry(now: Date): AttributeValue {
  return n(Math.floor(now.getTime() / 1000) + KEPT_SECONDS);
}

function read<T>({ record }: Item): T {
  return JSON.parse(record.S!) as T;
}
