import { Annotations, aws_iam as iam, aws_s3 as s3, Aws, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourceOf } from './resource-of';
import { InputChecks } from '../input/input-checks';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html */
export function checkInventories(checks: InputChecks, scope: Construct, inventories: readonly s3.Inventory[] | undefined): void {
  if (inventories?.length === 0) {
    checks.refuse('inventories is empty. Name a destination in it, or leave inventories out');
  }
  const ids = new Set<string>();
  inventories?.forEach((inventory, i) => {
    checkInventory(checks, scope, inventory, `inventories[${i}]`);
    if (inventory.inventoryId !== undefined && ids.has(inventory.inventoryId)) {
      checks.refuse(`inventories[${i}].inventoryId is '${inventory.inventoryId}', as that of another: one would replace the other. Use another id`);
    }
    ids.add(inventory.inventoryId ?? '');
  });
}

/** Refuses an inventory that S3 could not deliver. */
export function checkInventory(checks: InputChecks, scope: Construct, { destination, inventoryId }: s3.Inventory, place: string): void {
  const { bucket, prefix } = destination;
  const { region } = Stack.of(scope);
  if (Token.compareStrings(bucket.env.region, region) === TokenComparison.DIFFERENT) {
    checks.refuse(`${place}.destination.bucket '${bucket.node.path}' is in Region ${bucket.env.region}, and this bucket in ${region}: S3 delivers inventories within a Region only. Use a bucket in ${region}`);
  }
  if (inventoryId !== undefined && !Token.isUnresolved(inventoryId) && !/^[\w.-]{1,64}$/.test(inventoryId)) {
    checks.refuse(`${place}.inventoryId is '${inventoryId}'. Use 1 to 64 letters, digits, '.', '-' or '_'`);
  }
  if (prefix !== undefined && !Token.isUnresolved(prefix) && /[*?$]/.test(prefix)) {
    checks.refuse(`${place}.destination.prefix is '${prefix}'. Use what the keys of the lists begin with, without wildcards or variables`);
  }
}

/**
 * The configuration of inventories, on the L1.
 *
 * CDK would allow the delivery for the source without its account, to the bucket itself as well as to its objects, and leave out
 * the key of the destination.
 */
export function renderInventories(source: s3.Bucket, inventories: readonly s3.Inventory[]): s3.CfnBucket.InventoryConfigurationProperty[] {
  return inventories.map(({ destination, ...inventory }, i) => ({
    id: inventory.inventoryId ?? `${source.node.id}Inventory${i}`.replace(/[^\w.-]/g, '').slice(-64),
    enabled: inventory.enabled ?? true,
    destination: {
      bucketArn: destination.bucket.bucketArn,
      // S3 delivers to nobody else who may have taken over the name.
      bucketAccountId: destination.bucketOwner ?? destination.bucket.env.account,
      format: inventory.format ?? s3.InventoryFormat.CSV,
      prefix: destination.prefix,
    },
    includedObjectVersions: inventory.includeObjectVersions ?? s3.InventoryObjectVersion.ALL,
    scheduleFrequency: inventory.frequency ?? s3.InventoryFrequency.WEEKLY,
    optionalFields: inventory.optionalFields,
    prefix: inventory.objectsPrefix,
  }));
}

/**
 * Lets S3 deliver an inventory to its destination, and use the key of that.
 *
 * One statement for all sources of an account: one that names a source would make stacks wait for each other.
 * `aws:SourceAccount` keeps other accounts from delivering here (the confused deputy).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-kms-key-policy
 */
export function allowInventory(source: s3.Bucket, { destination: { bucket, prefix = '' } }: s3.Inventory): void {
  const { account } = Stack.of(source);
  const allow = (actions: string[], resource: string, sid?: string) => new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal('s3.amazonaws.com')],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::*` } },
  });
  const objects = bucket.arnForObjects(`${prefix}*`);
  if (!resourceOf(bucket)) {
    Annotations.of(source).addWarningV2('cdk-hardened-bucket:inventoryDestination', `inventory destination '${bucket.node.path}' is imported, so its policy cannot be changed from here. `
      + `Add the statement ${JSON.stringify(Stack.of(source).resolve(allow(['s3:PutObject'], objects).toStatementJson()))}, and to the policy of its key one that allows kms:GenerateDataKey under the same condition`);
    return;
  }
  const done = delivered.get(bucket) ?? new Set<string>();
  delivered.set(bucket, done);
  if (!done.has(`${account} ${prefix}`)) {
    done.add(`${account} ${prefix}`);
    bucket.addToResourcePolicy(allow(['s3:PutObject'], objects, `AllowS3Inventory${done.size === 1 ? '' : `And${done.size}`}`));
    // An imported key is its owner's to change.
    bucket.encryptionKey?.addToResourcePolicy(allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'), true);
  }
}

const delivered = new WeakMap<s3.IBucket, Set<string>>();
